// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of folly that its model names, written for these tests.
#pragma once
#include <mock_coroutine.h>

namespace folly {
class Executor;
namespace coro {
template <class T> struct [[nodiscard]] TaskWithExecutor : mock::Awaiter<T> {
  using promise_type = mock::Promise<TaskWithExecutor, T>;
  void start();
};
template <class T = void> struct [[nodiscard]] Task : mock::Awaiter<T> {
  using promise_type = mock::Promise<Task, T>;
  TaskWithExecutor<T> scheduleOn(Executor *) &&;
};
template <class T = void> struct [[nodiscard]] now_task : mock::Awaiter<T> {
  using promise_type = mock::Promise<now_task, T>;
};
template <class T> struct [[nodiscard]] AsyncGenerator : mock::Awaiter<T> {
  struct promise_type : mock::Promise<AsyncGenerator, void> {
    mock::Awaiter<void> yield_value(T);
  };
};
struct co_withExecutor_fn {
  template <class T> TaskWithExecutor<T> operator()(Executor *, Task<T>) const;
};
inline constexpr co_withExecutor_fn co_withExecutor{};
} // namespace coro
} // namespace folly
