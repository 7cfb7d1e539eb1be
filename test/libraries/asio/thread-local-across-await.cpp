// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-thread-local-across-await %t -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

#include <thread>

thread_local int count;

asio::awaitable<void> kept_bad(asio::steady_timer &timer) {
  int &kept = count;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'kept' keeps thread-local 'count' over a suspension; another thread can resume [async-thread-local-across-await]
  co_await timer.async_wait(asio::use_awaitable);
  ++kept;
}
asio::awaitable<void> again_ok(asio::steady_timer &timer) {
  ++count;
  co_await timer.async_wait(asio::use_awaitable);
  ++count;
}

// Several threads run the context: that is what makes it a fault.
void many_threads(asio::io_context &context) {
  std::thread other([&] { context.run(); });
  context.run();
  other.join();
}
