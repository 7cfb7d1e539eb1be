// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A library that no built-in model names; warp.yaml is what its user tells async-tidy about it.
#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <utility>

namespace warp {
template <class T = void> struct Lazy {
  struct promise_type {
    Lazy get_return_object() { return Lazy(); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T) {}
    void unhandled_exception() { std::terminate(); }
  };
  Lazy() = default;
  Lazy(Lazy &&) noexcept {}
  Lazy &operator=(Lazy &&) noexcept { return *this; }
  ~Lazy() {}
  explicit operator bool() const { return true; }
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() const { return T(); }
};
template <> struct Lazy<void> {
  struct promise_type {
    Lazy get_return_object() { return Lazy(); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  Lazy() = default;
  Lazy(Lazy &&) noexcept {}
  Lazy &operator=(Lazy &&) noexcept { return *this; }
  ~Lazy() {}
  explicit operator bool() const { return true; }
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  void await_resume() const {}
};
// Starts when it is made; dropping it is allowed.
struct Eager {
  struct promise_type {
    Eager get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  ~Eager() {}
};
// Made by open(), closed by shut(); a nested spin() never returns.
class Reactor {
public:
  static Reactor *open();
  void shut();
  void spin();
  void defer(std::function<void()>);
  void defer_from_anywhere(std::function<void()>);
  static bool spinning();
};
Reactor *whatever_reactor();
} // namespace warp
