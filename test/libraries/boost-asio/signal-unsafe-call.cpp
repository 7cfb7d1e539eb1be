// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-signal-unsafe-call %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <csignal>

static boost::asio::io_context context;
static boost::asio::steady_timer timer(context);

static void on_term_bad(int) {
  context.stop();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'boost::asio::io_context::stop' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
  // CHECK-MESSAGES: :[[@LINE+13]]:8: note: 'on_term_bad' handles a signal: it is given to 'signal' here
  // CHECK-MESSAGES: :[[@LINE-3]]:11: note: a 'signal_set' tells the context of it
}
static void on_int_bad(int) {
  boost::asio::post(context, [] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'boost::asio::post' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
  timer.cancel();            
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'boost::asio::basic_waitable_timer::cancel' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
}
// The context is told of the signal, and handles it.
static void on_signal_ok(const boost::system::error_code &, int) { context.stop(); }

int main() {
  std::signal(SIGTERM, on_term_bad);
  std::signal(SIGINT, on_int_bad);
  boost::asio::signal_set signals(context, SIGHUP);
  signals.async_wait(on_signal_ok);
  context.run();
}
