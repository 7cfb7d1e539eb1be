// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-global-loop-policy %t
// A function of its own makes a loop by it.
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static int ask() { return aio::run(answer()); }

int main() {
  aio::set_event_loop_policy(aio::epoll::new_event_loop);
  std::cout << ask() << "\n";
}
// CHECK-NOTES: :[[@LINE-3]]:8: warning: 'aio::set_event_loop_policy' changes the whole process; every later run gets its loops from it [async-global-loop-policy]
// CHECK-NOTES: :[[@LINE-4]]:8: note: 'loop_factory' of 'run' and of 'Runner' is for one run
// CHECK-NOTES: :[[@LINE-4]]:16: note: no fix: 'ask' makes a loop by it: it needs the factory as an argument
