// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of cppcoro that its model names, written for these tests.
#pragma once
#include <chrono>
#include <cstdint>
#include <mock_coroutine.h>

namespace cppcoro {
template <class T = void> struct [[nodiscard]] task : mock::Awaiter<T> {
  using promise_type = mock::Promise<task, T>;
};
template <class T = void> struct [[nodiscard]] shared_task : mock::Awaiter<T> {
  using promise_type = mock::Promise<shared_task, T>;
};
template <class T> struct [[nodiscard]] async_generator {
  struct promise_type : mock::Promise<async_generator, void> {
    mock::Awaiter<void> yield_value(T);
  };
  mock::Awaiter<T *> begin();
};
template <class Awaitable> auto sync_wait(Awaitable &&awaitable) -> decltype(awaitable.await_resume());
template <class... Awaitables> task<> when_all(Awaitables &&...);
template <class F, class Awaitable> task<int> fmap(F &&, Awaitable &&) { throw 0; }
class io_service {
public:
  io_service();
  ~io_service();
  mock::Awaiter<void> schedule();
  mock::Awaiter<void> schedule_after(std::chrono::milliseconds);
  std::uint64_t process_events();
  std::uint64_t process_pending_events();
  std::uint64_t process_one_event();
  std::uint64_t process_one_pending_event();
  void stop();
  void reset();
};
class static_thread_pool {
public:
  explicit static_thread_pool(unsigned threads);
  mock::Awaiter<void> schedule();
};
} // namespace cppcoro
