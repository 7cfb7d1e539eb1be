// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-thread-local-across-await %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <thread>

thread_local int count;

boost::asio::awaitable<void> kept_bad(boost::asio::steady_timer &timer) {
  int &kept = count;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'kept' keeps thread-local 'count' over a suspension; another thread can resume [async-thread-local-across-await]
  co_await timer.async_wait(boost::asio::use_awaitable);
  ++kept;
}
boost::asio::awaitable<void> again_ok(boost::asio::steady_timer &timer) {
  ++count;
  co_await timer.async_wait(boost::asio::use_awaitable);
  ++count;
}

// Several threads run the context: that is what makes it a fault.
void many_threads(boost::asio::io_context &context) {
  std::thread other([&] { context.run(); });
  context.run();
  other.join();
}
