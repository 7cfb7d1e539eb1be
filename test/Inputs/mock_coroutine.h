// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What every mock of a coroutine library stands on: a promise and an awaiter that are only declared.
#pragma once
#include <coroutine>
#include <utility>

namespace mock {
template <class T> struct Returns {
  void return_value(T);
};
template <> struct Returns<void> {
  void return_void();
};
template <class Coroutine, class T, class Start = std::suspend_always> struct Promise : Returns<T> {
  Coroutine get_return_object();
  Start initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception();
};
template <class T> struct Awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const noexcept;
  T await_resume() const;
};
} // namespace mock
