// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unhandled-signal %t -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// RUN: %clang-tidy "--config={}" "--checks=-*,async-unhandled-signal" %s -- -std=c++20 -DHANDLED -DASIO_STANDALONE -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE | count 0
// REQUIRES: asio
#include <asio.hpp>

static void accept(asio::ip::tcp::acceptor &acceptor) {
  acceptor.async_accept([&](const asio::error_code &, asio::ip::tcp::socket) { accept(acceptor); });
}

// What accepts serves for ever.
int main() {
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context, {asio::ip::tcp::v4(), 0});
#ifdef HANDLED
  asio::signal_set signals(context, 15);
  signals.async_wait([&](auto...) { context.stop(); });
#endif
  accept(acceptor);
  context.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'asio::io_context::run' serves for ever and no signal is handled; SIGTERM drops what is under way [async-unhandled-signal]
  // CHECK-MESSAGES: :[[@LINE-2]]:11: note: a 'signal_set' tells the context of it
}
