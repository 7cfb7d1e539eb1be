// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unhandled-signal %t
// RUN: %clang-tidy "--config={}" "--checks=-*,async-unhandled-signal" %s -- -std=c++20 -DHANDLED | count 0
// REQUIRES: boost-asio
#include <boost/asio.hpp>

static void accept(boost::asio::ip::tcp::acceptor &acceptor) {
  acceptor.async_accept([&](const boost::system::error_code &, boost::asio::ip::tcp::socket) { accept(acceptor); });
}

// What accepts serves for ever.
int main() {
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor acceptor(context, {boost::asio::ip::tcp::v4(), 0});
#ifdef HANDLED
  boost::asio::signal_set signals(context, 15);
  signals.async_wait([&](auto...) { context.stop(); });
#endif
  accept(acceptor);
  context.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'boost::asio::io_context::run' serves for ever and no signal is handled; SIGTERM drops what is under way [async-unhandled-signal]
  // CHECK-MESSAGES: :[[@LINE-2]]:11: note: a 'signal_set' tells the context of it
}
