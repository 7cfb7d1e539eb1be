// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Awaiting what aio does not know: an awaiter that resumes its handle wherever and whenever it likes.
#pragma once

#include <concepts>
#include <coroutine>
#include <type_traits>
#include <utility>

#include "aio/awaitable.h"
#include "aio/detail/task_state.h"

namespace aio::detail {

/// A coroutine of one suspension, given to the foreign awaiter in place of the task's own: resuming it posts the task
/// to its loop, from any thread. It frees itself when resumed, and must be resumed or destroyed by the awaiter.
struct Courier {
  struct promise_type {
    Courier get_return_object() noexcept { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept {}
  };
  std::coroutine_handle<promise_type> handle;
};
Courier send_home(Ref<TaskState> task);

template <class A>
class ForeignAwaiter : public Wait {
  using Inner = decltype(get_awaiter(std::declval<A>()));

 public:
  explicit ForeignAwaiter(A&& awaitable) : inner_(get_awaiter(std::forward<A>(awaitable))) {}
  bool await_ready() { return inner_.await_ready(); }
  template <std::derived_from<PromiseBase> P>
  bool await_suspend(std::coroutine_handle<P> handle) {
    task_ = &task_of(handle.promise());
    task_->park(handle.promise(), this);
    const std::coroutine_handle<> courier = send_home(Ref<TaskState>(task_)).handle;
    try {
      using Result = decltype(inner_.await_suspend(courier));
      if constexpr (std::is_void_v<Result>) {
        inner_.await_suspend(courier);
      } else if constexpr (std::same_as<Result, bool>) {
        if (inner_.await_suspend(courier)) return true;
        task_->park(handle.promise(), nullptr);
        courier.destroy();
        return false;
      } else {
        std::coroutine_handle<>(inner_.await_suspend(courier)).resume();
      }
    } catch (...) {
      task_->park(handle.promise(), nullptr);
      courier.destroy();
      throw;
    }
    return true;
  }
  decltype(auto) await_resume() {
    if (task_) task_->deliver_cancellation();
    return inner_.await_resume();
  }
  /// A foreign operation cannot be stopped: the cancellation is delivered when it ends.
  bool cancel_wait(const std::any&) override { return false; }

 private:
  Inner inner_;
  TaskState* task_ = nullptr;
};

}  // namespace aio::detail
