// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/detail/task_state.h"

#include <atomic>
#include <utility>

#include "aio/detail/stop_link.h"
#include "aio/errors.h"
#include "aio/event_loop.h"
#include "aio/task.h"
#include "aio/warnings.h"

namespace aio::detail {

void destroy_chain(PromiseBase* leaf) noexcept {
  while (leaf) {
    PromiseBase* parent = leaf->parent;
    if (leaf->owner) leaf->owner->frame = nullptr;
    leaf->self.destroy();
    leaf = parent;
  }
}

void warn_never_awaited(const PromiseBase& promise) noexcept {
  try {
    warn("RuntimeWarning", "coroutine '" + short_name(promise.where) + "' was never awaited", promise.where);
  } catch (...) {
  }
}

TaskState& task_of(const PromiseBase& leaf) {
  if (!leaf.task) throw RuntimeError("cannot suspend outside of a task");
  return *leaf.task;
}

namespace {
/// One after the other in a thread; each thread takes some at a time.
std::uint64_t next_task_number() noexcept {
  constexpr std::uint64_t some = 64;
  static std::atomic<std::uint64_t> taken{0};
  thread_local constinit std::uint64_t last = 0;
  if (last % some == 0) last = taken.fetch_add(some, std::memory_order_relaxed);
  return ++last;
}
}  // namespace

TaskState::TaskState(LoopState& loop, PromiseBase& root, Where where) noexcept
    : FutureState(loop, true), root_(&root), leaf_(&root), number_(next_task_number()) {
  created_at = where;
  root.task = this;
}

TaskState::Extras::~Extras() = default;

TaskState::~TaskState() {
  if (root_) root_->self.destroy();  // it could not be started
}

TaskState::Extras& TaskState::extras() {
  if (!extras_) extras_ = std::make_unique<Extras>();
  return *extras_;
}

void TaskState::start(TaskOptions* options) {
  bool eager = false;
  if (options) {
    eager = options->eager_start.value_or(false) && loop().runs_here();
    if (!options->name.empty()) extras().name = std::move(options->name);
    if (options->context) extras().context = options->context->data();
    if (options->stop.stop_possible()) extras().stop_link = std::make_unique<StopLink>(*this, std::move(options->stop));
  }
  if (!options || !options->context) own_context_ = current_context();
  loop().adopt(*this);
  if (eager)
    step();
  else
    wake();
}

std::string TaskState::name() const {
  return extras_ && !extras_->name.empty() ? extras_->name : "Task-" + std::to_string(number_);
}

Context TaskState::context() {
  std::shared_ptr<ContextData>& shared = extras().context;
  if (!shared) {
    shared = std::make_shared<ContextData>(own_context_);
    if (this_thread().context == &own_context_) this_thread().context = shared.get();
  }
  return Context(shared);
}

std::stop_token TaskState::stop_token() {
  std::unique_ptr<std::stop_source>& source = extras().stop_source;
  if (!source) {
    source = std::make_unique<std::stop_source>();
    if (cancels_ > 0) source->request_stop();
  }
  return source->get_token();
}

bool TaskState::cancel(const std::any& message) {
  unretrieved_ = false;
  if (done()) return false;
  ++cancels_;
  if (extras_ && extras_->stop_source) extras_->stop_source->request_stop();
  if (wait_ && wait_->cancel_wait(message)) return true;
  must_cancel_ = true;
  cancel_message_ = message;
  return true;
}

int TaskState::uncancel() noexcept {
  if (cancels_ > 0 && --cancels_ == 0) must_cancel_ = false;
  return cancels_;
}

void TaskState::throw_cancellation() {
  inject_ = false;
  throw CancelledError{std::exchange(cancel_message_, {})};
}

void TaskState::run_ready(LoopState&) { step(); }

void TaskState::step() {
  LoopState& on = loop();
  TaskState* const before = std::exchange(on.current_task, this);
  {
    const ThreadContext scope(on.thread(), context_data());
    wait_ = nullptr;
    inject_ = std::exchange(must_cancel_, false);
    if (inject_ && !root_->started) {  // cancelled before it began: the body never runs
      inject_ = false;
      must_cancel_ = true;
      root_->self.destroy();
      root_ = nullptr;
    } else {
      root_->started = true;
      leaf_->self.resume();
    }
  }
  on.current_task = before;
  if (!root_ || root_->self.done()) return complete();
  if (must_cancel_ && wait_ && wait_->cancel_wait(cancel_message_)) must_cancel_ = false;
}

void TaskState::complete() {
  const Ref<TaskState> held = loop().disown(*this);
  if (extras_) extras_->stop_link.reset();
  Progress progress = Progress::finished;
  if (root_ && root_->error) {
    error_ = std::exchange(root_->error, nullptr);
    progress = Progress::failed;
  } else if (must_cancel_) {
    progress = Progress::cancelled;
  } else {
    try {
      take_value();
    } catch (...) {
      error_ = std::current_exception();
      progress = Progress::failed;
    }
  }
  if (root_) std::exchange(root_, nullptr)->self.destroy();
  leaf_ = nullptr;
  wait_ = nullptr;

  bool leaves_the_loop = false;
  if (progress == Progress::failed) {
    try {
      std::rethrow_exception(error_);
    } catch (const CancelledError& cancellation) {
      cancel_message_ = cancellation.message;
      progress = Progress::cancelled;
    } catch (const KeyboardInterrupt&) {
      leaves_the_loop = true;
    } catch (const SystemExit&) {
      leaves_the_loop = true;
    } catch (...) {
    }
  }
  unretrieved_ = progress == Progress::failed && !silenced_;
  finish(progress);
  if (leaves_the_loop) std::rethrow_exception(error_);
}

void TaskState::destroy_pending() noexcept {
  if (extras_) extras_->stop_link.reset();
  wait_ = nullptr;
  if (PromiseBase* root = std::exchange(root_, nullptr)) {
    if (root->started)
      destroy_chain(std::exchange(leaf_, nullptr));
    else
      root->self.destroy();
  }
}

ReadyNode::Description TaskState::describe() const {
  return {"<Task '" + name() + "' created at " + place(created_at) + ">", created_at};
}

void TaskState::report_unretrieved() noexcept {
  try {
    loop().handle_error({.message = "Task exception was never retrieved",
                         .exception = error_,
                         .task = AnyTask(Ref<TaskState>(this)),
                         .created_at = created_at});
  } catch (...) {  // nobody is there to catch it
  }
}

void Waiter::suspend(PromiseBase& leaf) {
  task_ = &task_of(leaf);
  task_->park(leaf, this);
}

void Waiter::wake() noexcept {
  if (phase_ != Phase::waiting) return;
  phase_ = Phase::woken;
  if (task_) task_->wake();
}

bool Waiter::cancel_wait(const std::any& message) {
  if (phase_ != Phase::waiting) return false;
  phase_ = Phase::cancelled;
  message_ = message;
  task_->wake();
  return true;
}

void Waiter::finish() {
  task_->deliver_cancellation();
  if (phase_ == Phase::cancelled) throw CancelledError{std::move(message_)};
}

}  // namespace aio::detail
