// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-shared-loop-primitive %t
// Two coroutines share it.
#include <aio/aio.h>
#include <iostream>

static aio::Event ready;

static aio::Coro<> first() {
  ready.set();
  co_return;
}
static aio::Coro<> work(int turn) {
  co_await first();
  co_await ready.wait();
  std::cout << "turn " << turn << "\n";
}

int main() {
  aio::run(work(1));
  aio::run(work(2));
}
// CHECK-NOTES: :[[@LINE-16]]:19: warning: 'ready' belongs to one event loop, and two runs reach it; the later one throws [async-shared-loop-primitive]
// CHECK-NOTES: :[[@LINE-4]]:8: note: this run reaches it
// CHECK-NOTES: :[[@LINE-4]]:8: note: this run reaches it
// CHECK-NOTES: :[[@LINE-19]]:19: note: make it inside of the run that uses it
// CHECK-NOTES: :[[@LINE-20]]:19: note: no fix: 'work' uses it too: give it there as an argument
