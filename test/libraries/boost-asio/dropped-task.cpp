// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-dropped-task %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <exception>
#include <iostream>

boost::asio::awaitable<void> child();
boost::asio::awaitable<void> careless(boost::asio::steady_timer &timer) { co_await timer.async_wait(boost::asio::use_awaitable); }
boost::asio::awaitable<void> careful(boost::asio::steady_timer &timer) {
  try {
    co_await timer.async_wait(boost::asio::use_awaitable);
  } catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
  }
}
boost::asio::awaitable<void> rethrows(boost::asio::steady_timer &timer) {
  try {
    co_await timer.async_wait(boost::asio::use_awaitable);
  } catch (const std::exception &) {
    throw;
  }
}

void detached_bad(boost::asio::io_context &context, boost::asio::steady_timer &timer) {
  boost::asio::co_spawn(context, careless(timer), boost::asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: nobody sees the outcome of 'careless'; an exception in it is lost [async-dropped-task]
  // CHECK-MESSAGES: :[[@LINE-2]]:{{[0-9]+}}: note: give it a handler, or catch its errors in it
  boost::asio::co_spawn(context, child(), boost::asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: nobody sees the outcome of 'child'
  boost::asio::co_spawn(context.get_executor(), rethrows(timer), boost::asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: nobody sees the outcome of 'rethrows'
  boost::asio::co_spawn(context, [&]() -> boost::asio::awaitable<void> { co_await child(); }, boost::asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: nobody sees the outcome of a lambda
  context.run();
}

// It catches its errors itself, or cannot fail.
boost::asio::awaitable<void> harmless() { co_return; }
void careful_ok(boost::asio::io_context &context, boost::asio::steady_timer &timer) {
  boost::asio::co_spawn(context, careful(timer), boost::asio::detached);
  boost::asio::co_spawn(context, harmless(), boost::asio::detached);
  context.run();
}
// A handler, a future or the caller sees it.
boost::asio::awaitable<void> seen_ok(boost::asio::io_context &context) {
  boost::asio::co_spawn(context, child(), [](std::exception_ptr error) {
    if (error)
      std::rethrow_exception(error);
  });
  auto future = boost::asio::co_spawn(context, child(), boost::asio::use_future);
  co_await boost::asio::co_spawn(context, child(), boost::asio::use_awaitable);
}
