// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Giving the turn away. Source: asyncio/tasks.py, sleep.
#pragma once

#include <chrono>
#include <utility>

#include "aio/coro.h"
#include "aio/detail/task_state.h"
#include "aio/event_loop.h"

namespace aio {

namespace detail {

class SleepAwaiter final : public Waiter, public TimerNode {
 public:
  explicit SleepAwaiter(Duration delay) noexcept : delay_(delay) {}
  ~SleepAwaiter();
  template <std::derived_from<PromiseBase> P>
  void await_suspend(std::coroutine_handle<P> handle) {
    start(handle.promise());
  }
  void expire(LoopState&) noexcept override { wake(); }
  void drop_timer() noexcept override {}
  bool cancel_wait(const std::any& message) override;

 private:
  void start(PromiseBase& leaf);
  Duration delay_;
};

/// Back into the ready queue, at its end.
class YieldAwaiter : public NativeAwaiter {
 public:
  bool await_ready() const noexcept { return false; }
  template <std::derived_from<PromiseBase> P>
  void await_suspend(std::coroutine_handle<P> handle) {
    task_ = &task_of(handle.promise());
    task_->park(handle.promise(), nullptr);
    task_->wake();
  }
  void await_resume() { task_->deliver_cancellation(); }

 private:
  TaskState* task_ = nullptr;
};

Coro<> sleep_for(Duration delay);

}  // namespace detail

/// sleep(0): gives every other ready task a turn.
/// Suspends: one turn of the loop. Cancellation: nothing is lost. Errors: none of its own.
Coro<> yield_now();

/// Suspends: for `delay`, then the loop resumes the task; a delay that is not positive is one turn.
/// Cancellation: the timer is cancelled too. Errors: ValueError "Invalid delay: NaN". Units: any chrono duration.
template <class R, class P>
Coro<> sleep(std::chrono::duration<R, P> delay) {
  return detail::sleep_for(detail::to_duration(delay));
}

namespace detail {
template <class T>
Coro<T> sleep_with(Duration delay, T value) {
  if (delay > Duration::zero())
    co_await SleepAwaiter(delay);
  else
    co_await YieldAwaiter();
  co_return std::move(value);
}
}  // namespace detail

/// The same, and gives `value`.
template <class R, class P, class T>
Coro<T> sleep(std::chrono::duration<R, P> delay, T value) {
  return detail::sleep_with<T>(detail::to_duration(delay), std::move(value));
}

}  // namespace aio
