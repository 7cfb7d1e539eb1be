// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A coroutine type that no model names.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace lazy {
template <class T> struct Lazy {
  struct promise_type {
    T value{};
    Lazy get_return_object() { return Lazy(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T v) { value = std::move(v); }
    void unhandled_exception() { std::terminate(); }
  };
  explicit Lazy(std::coroutine_handle<promise_type> h) : handle(h) {}
  Lazy(Lazy &&other) noexcept : handle(std::exchange(other.handle, {})) {}
  ~Lazy() {
    if (handle)
      handle.destroy();
  }
  std::coroutine_handle<promise_type> handle;
};
} // namespace lazy
