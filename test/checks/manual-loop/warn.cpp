// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-manual-loop %t
#include <aio/aio.h>
#include <aio/legacy.h>

#include <chrono>
#include <memory>

aio::Coro<> work();
aio::Coro<int> answer();

// 1. Made, run and closed in one function.
int by_hand_bad() {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is made, run and closed by hand; 'aio::run' does all of it [async-manual-loop]
  int result = loop.run_until_complete(answer());
  loop.close();
  return result;
}
int made_by_factory_bad() {
  auto loop = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is made, run and closed by hand; 'aio::run' does all of it [async-manual-loop]
  aio::set_event_loop(loop.get());
  int result = loop->run_until_complete(answer());
  aio::drain(*loop);
  loop->close();
  return result;
}
// 2. With a backend of its own: run takes a loop_factory.
void backend_bad() {
  auto loop = aio::epoll::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is made, run and closed by hand; 'aio::run' does all of it [async-manual-loop]
  loop->run_until_complete(work());
  loop->close();
}
// 3. With what a Runner serves: several runs on one loop.
void several_runs_bad() {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is made, run and closed by hand; 'aio::run' does all of it [async-manual-loop]
  // CHECK-MESSAGES: :[[@LINE+3]]:8: note: it runs again here
  // CHECK-MESSAGES: :[[@LINE-3]]:18: note: a 'Runner' closes its loop on every path
  loop.run_until_complete(work());
  loop.run_until_complete(work());
  loop.close();
}
// 4. With care for exceptions; with what else the loop is told.
void careful_bad() {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is made, run and closed by hand; 'aio::run' does all of it [async-manual-loop]
  loop.set_debug(true);
  try {
    loop.run_until_complete(work());
  } catch (...) {
    loop.close();
    throw;
  }
  loop.close();
}
