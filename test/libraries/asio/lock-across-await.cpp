// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-lock-across-await %t -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

#include <mutex>

std::mutex m;
int balance;

asio::awaitable<void> guard_bad(asio::steady_timer &timer) {
  std::lock_guard held(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: thread lock 'held' is held across a suspension; the loop can deadlock [async-lock-across-await]
  // CHECK-MESSAGES: :[[@LINE+1]]:3: note: it is held while the coroutine is suspended here
  co_await timer.async_wait(asio::use_awaitable);
}
asio::awaitable<void> scope_ok(asio::steady_timer &timer) {
  {
    std::lock_guard held(m);
    ++balance;
  }
  co_await timer.async_wait(asio::use_awaitable);
}
// A handler is a function of its own: it has its own locks.
void handler_ok(asio::steady_timer &timer) {
  std::lock_guard held(m);
  timer.async_wait([](auto) { ++balance; });
}
