// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/detail/future_state.h"

#include <atomic>
#include <utility>

#include "aio/event_loop.h"
#include "aio/future.h"

namespace aio::detail {

FutureState::~FutureState() {
  while (first_) {
    DoneNode* node = first_;
    node->unlink();
    node->abandon();
  }
}

EventLoop& FutureState::event_loop() const {
  if (!loop_->loop) throw LoopClosedError("the loop of this future is gone");
  return *loop_->loop;
}

bool FutureState::cancel(const std::any& message) {
  unretrieved_ = false;
  if (done()) return false;
  cancel_message_ = message;
  finish(Progress::cancelled);
  return true;
}

void FutureState::check_settable(const char* operation) const {
  loop_->check_thread();
  if (is_task_) throw RuntimeError(std::string("Task does not support ") + operation + " operation");
  if (done()) throw InvalidStateError("invalid state: the future is done already");
}

void FutureState::fail(std::exception_ptr error) {
  error_ = std::move(error);
  unretrieved_ = !silenced_;
  finish(Progress::failed);
}

void FutureState::finish(Progress progress) noexcept {
  progress_.store(progress, std::memory_order_release);
  fire_all();
}

void FutureState::fire_all() noexcept {
  while (first_) {
    DoneNode* node = first_;
    node->unlink();
    node->fire(*this);
  }
}

void FutureState::check_result() {
  switch (progress()) {
  case Progress::pending:
    throw InvalidStateError("Result is not set.");
  case Progress::finished:
    return;
  case Progress::failed:
    unretrieved_ = false;
    std::rethrow_exception(error_);
  case Progress::cancelled:
    std::rethrow_exception(cancelled_error());
  }
}

std::exception_ptr FutureState::exception() {
  if (!done()) throw InvalidStateError("Exception is not set.");
  if (cancelled()) std::rethrow_exception(cancelled_error());
  unretrieved_ = false;
  return error_;
}

std::exception_ptr FutureState::cancelled_error() {
  if (!error_) error_ = std::make_exception_ptr(CancelledError{cancel_message_});
  return error_;
}

void FutureState::let_go() noexcept {
  if (unretrieved_ && progress() == Progress::failed) {
    unretrieved_ = false;
    references_.store(1, std::memory_order_relaxed);  // alive again while it is reported
    report_unretrieved();
    if (references_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  }
  delete this;
}

void FutureState::report_unretrieved() noexcept {
  try {
    loop_->handle_error({.message = "Future exception was never retrieved",
                         .exception = error_,
                         .future = "<Future finished exception='" + describe(error_) + "'>",
                         .created_at = created_at});
  } catch (...) {  // nobody is there to catch it
  }
}

void FutureState::add(DoneNode& node) noexcept {
  if (done()) return node.fire(*this);
  node.waits_for = this;
  node.next = nullptr;
  node.previous = last_;
  (last_ ? last_->next : first_) = &node;
  last_ = &node;
}

bool FutureState::remove(std::uint64_t callback_id) noexcept {
  for (DoneNode* node = first_; node; node = node->next) {
    if (node->callback_id() != callback_id) continue;
    node->unlink();
    node->abandon();
    return true;
  }
  return false;
}

std::uint64_t next_callback_id() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

void DoneCallback::fire(FutureState& done) noexcept {
  done_ = Ref<FutureState>(&done);
  done.loop().push(this);
}

void FutureAwaiterBase::suspend(PromiseBase& leaf) {
  TaskState& task = task_of(leaf);
  if (state_.get() == &task) throw RuntimeError("Task cannot await on itself: " + task.name());
  if (&state_->loop() != &task.loop())
    throw WrongLoopError("Task '" + task.name() + "' got a future attached to a different loop");
  task_ = &task;
  task.park(leaf, this);
  state_->add(*this);
}

void FutureAwaiterBase::suspend_foreign(std::coroutine_handle<> handle) {
  foreign_ = handle;
  state_->add(*this);
}

void FutureAwaiterBase::fire(FutureState& done) noexcept {
  if (task_) return task_->wake();
  done.loop().push(
      make_callback([handle = foreign_] { handle.resume(); }, std::optional<Context>(), Where::current()).leak());
}

}  // namespace aio::detail
