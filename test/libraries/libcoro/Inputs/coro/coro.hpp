// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of libcoro that its model names, written for these tests.
#pragma once
#include <chrono>
#include <memory>
#include <mock_coroutine.h>

namespace coro {
template <class T = void> struct [[nodiscard]] task : mock::Awaiter<T> {
  using promise_type = mock::Promise<task, T>;
};
template <class Awaitable> auto sync_wait(Awaitable &&awaitable) -> decltype(awaitable.await_resume());
template <class... Tasks> task<> when_all(Tasks...);
class scheduler {
public:
  static std::unique_ptr<scheduler> make_unique();
  mock::Awaiter<void> schedule();
  bool spawn_detached(task<> &&);
  std::size_t process_events(std::chrono::milliseconds timeout = {});
};
class io_scheduler {
public:
  std::size_t process_events(std::chrono::milliseconds timeout = {});
};
class thread_pool {
public:
  static std::unique_ptr<thread_pool> make_unique();
  mock::Awaiter<void> schedule();
  void shutdown() noexcept;
};
} // namespace coro
