// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-repeated-run %t
#include <aio/aio.h>

#include <exception>
#include <string>
#include <vector>

aio::Coro<> work();
aio::Coro<int> step(int number);

// 1. In a loop of any kind: each turn has a new event loop.
void for_bad(int count) {
  for (int turn = 0; turn < count; ++turn)
    aio::run(step(turn));
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' runs again and again, each time on a new event loop [async-repeated-run]
    // CHECK-MESSAGES: :[[@LINE-2]]:10: note: one 'Runner' keeps its loop over many runs
}
void while_bad(bool &stop) {
  while (!stop)
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' runs again and again, each time on a new event loop [async-repeated-run]
  do {
    aio::run(work());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' runs again and again, each time on a new event loop [async-repeated-run]
  } while (!stop);
}
void range_bad(const std::vector<int> &numbers) {
  for (int number : numbers)
    aio::run(step(number));
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' runs again and again, each time on a new event loop [async-repeated-run]
}
int retry_bad() {
  for (int attempt = 0;; ++attempt)
    try {
      return aio::run(step(attempt));
      // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'aio::run' runs again and again, each time on a new event loop [async-repeated-run]
    } catch (const std::exception &) {
    }
}
void jump_bad() {
again:
  if (aio::run(step(1)))
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'aio::run' runs again and again, each time on a new event loop [async-repeated-run]
    goto again;
}

// 2. Several in one function, over what both reach.
struct Pool {
  aio::Lock lock;
  aio::Coro<> fill();
  aio::Coro<int> take();
};
aio::Coro<> fill(Pool &pool);
aio::Coro<int> take(Pool *pool);
int reference_bad() {
  Pool pool;
  aio::run(fill(pool));
  return aio::run(take(&pool));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'aio::run' runs again, over 'pool', on another event loop [async-repeated-run]
  // CHECK-MESSAGES: :[[@LINE-3]]:8: note: the run before is here
  // CHECK-MESSAGES: :[[@LINE-3]]:15: note: one 'Runner' keeps its loop over many runs
}
int object_bad(Pool &pool) {
  aio::run(pool.fill());
  return aio::run(pool.take());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'aio::run' runs again, over 'pool', on another event loop [async-repeated-run]
}
void captured_bad() {
  aio::Event ready;
  aio::run([&]() -> aio::Coro<> {
    ready.set();
    co_return;
  });
  auto wait = [&ready]() -> aio::Coro<> { co_await ready.wait(); };
  aio::run(wait());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::run' runs again, over 'ready', on another event loop [async-repeated-run]
}
struct Service {
  Pool pool;
  aio::Coro<> start();
  aio::Coro<> serve();
  void main_bad() {
    aio::run(start());
    aio::run(serve());
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' runs again, over 'this', on another event loop [async-repeated-run]
  }
};
