// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-signal-unsafe-call %t
// The loop is not known where the handler is set.
#include <aio/aio.h>
#include <csignal>
#include <iostream>

static aio::EventLoop *the_loop;
static void on_term(int) { the_loop->stop(); }

int main() {
  std::signal(SIGTERM, on_term);
  aio::EventLoop loop;
  the_loop = &loop;
  loop.run_until_complete(aio::yield_now());
  std::cout << "over\n";
  loop.close();
}
// CHECK-NOTES: :[[@LINE-10]]:38: warning: 'aio::EventLoop::stop' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
// CHECK-NOTES: :[[@LINE-8]]:8: note: 'on_term' handles a signal: it is given to 'signal' here
// CHECK-NOTES: :[[@LINE-12]]:38: note: 'add_signal_handler' runs a function on the loop
// CHECK-NOTES: :[[@LINE-10]]:8: note: no fix: 'the_loop' is not set yet here: install it when the loop is made
