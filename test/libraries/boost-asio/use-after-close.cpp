// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-use-after-close %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <utility>

boost::asio::awaitable<void> child();
void maybe_restarts(boost::asio::io_context &context);

void again_bad() {
  boost::asio::io_context context;
  boost::asio::post(context, [] {});
  context.run();
  boost::asio::post(context, [] {});
  context.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'boost::asio::io_context::run' runs event loop 'context' again without a restart; it returns at once [async-use-after-close]
  // CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: note: it ran to its end here
  // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: restart it before
}
void in_a_loop_bad(boost::asio::io_context &context) {
  for (int i = 0; i < 3; ++i) {
    boost::asio::post(context, [] {});
    context.run();
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'boost::asio::io_context::run' runs event loop 'context' again without a restart
  }
}
boost::asio::awaitable<void> twice_bad() {
  auto once = child();
  co_await std::move(once);
  co_await std::move(once);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: coroutine 'once' is awaited again; it can be awaited only once
}

void restarted_ok(boost::asio::io_context &context) {
  context.run();
  context.restart();
  context.run();
}
// A run that threw goes on where it was.
void thrown_ok(boost::asio::io_context &context) {
  for (;;) {
    try {
      context.run();
      break;
    } catch (...) {
    }
  }
}
void unseen_ok(boost::asio::io_context &context) {
  context.run();
  maybe_restarts(context);
  context.run();
}
// run_for() may have ended because the time was over.
void bounded_ok(boost::asio::io_context &context) {
  context.run_for(std::chrono::milliseconds(1));
  context.run();
}
