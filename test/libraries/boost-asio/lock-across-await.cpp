// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-lock-across-await %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <mutex>

std::mutex m;
int balance;

boost::asio::awaitable<void> guard_bad(boost::asio::steady_timer &timer) {
  std::lock_guard held(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: thread lock 'held' is held across a suspension; the loop can deadlock [async-lock-across-await]
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: note: it is held while the coroutine is suspended here
  co_await timer.async_wait(boost::asio::use_awaitable);
}
boost::asio::awaitable<void> scope_ok(boost::asio::steady_timer &timer) {
  {
    std::lock_guard held(m);
    ++balance;
  }
  co_await timer.async_wait(boost::asio::use_awaitable);
}
// A handler is a function of its own: it has its own locks.
void handler_ok(boost::asio::steady_timer &timer) {
  std::lock_guard held(m);
  timer.async_wait([](auto) { ++balance; });
}
