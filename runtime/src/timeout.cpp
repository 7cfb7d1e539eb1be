// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/timeout.h"

#include <string>
#include <utility>

#include "aio/errors.h"

namespace aio {

namespace detail {

void CancelScope::enter(const char* what) {
  task_ = Ref<TaskState>(running_state().current_task);
  if (!task_) throw RuntimeError(std::string(what) + " should be used inside a task");
  count_at_entry_ = task_->cancelling();
}

void CancelScope::cancel() noexcept {
  requested_ = true;
  task_->cancel({});
}

bool CancelScope::leave() noexcept {
  const Ref<TaskState> task = std::move(task_);
  return std::exchange(requested_, false) && task->uncancel() <= count_at_entry_;
}

TimeoutBlock::TimeoutBlock(Timeout& timeout, std::optional<TimePoint> when) : timeout_(timeout) {
  if (timeout.state_ != Timeout::State::created) throw RuntimeError("Timeout has already been entered");
  timeout.scope_.enter("Timeout");
  timeout.state_ = Timeout::State::active;
  timeout.reschedule(when);
}

TimeoutBlock::~TimeoutBlock() {
  timeout_.disarm();
  if (timeout_.state_ == Timeout::State::active) timeout_.state_ = Timeout::State::finished;
}

void TimeoutBlock::leave(const std::exception_ptr& error) {
  timeout_.disarm();
  timeout_.state_ = timeout_.state_ == Timeout::State::expiring ? Timeout::State::expired : Timeout::State::finished;
  const bool is_ours = timeout_.scope_.leave();
  if (!error) return;
  try {
    std::rethrow_exception(error);
  } catch (const CancelledError&) {
    if (!is_ours) throw;
    throw_timeout();
  }
}

void throw_timeout() { std::throw_with_nested(TimeoutError()); }

TimePoint loop_time() { return running_state().now(); }

}  // namespace detail

void Timeout::reschedule(std::optional<TimePoint> when) {
  switch (state_) {
  case State::active:
    break;
  case State::created:
    throw RuntimeError("Timeout has not been entered");
  case State::expiring:
    throw RuntimeError("Cannot change state of expiring Timeout");
  case State::expired:
    throw RuntimeError("Cannot change state of expired Timeout");
  case State::finished:
    throw RuntimeError("Cannot change state of finished Timeout");
  }
  when_ = when;
  if (when)
    arm(scope_.task().loop(), *when);
  else
    disarm();
}

void Timeout::ring() noexcept {
  state_ = State::expiring;
  scope_.cancel();
}

}  // namespace aio
