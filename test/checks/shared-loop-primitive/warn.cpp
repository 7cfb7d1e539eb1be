// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-shared-loop-primitive %t
#include <aio/aio.h>

#include <thread>

// 1. A global that two runs reach, directly or through what they call.
aio::Lock gate;
// CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'gate' belongs to one event loop, and two runs reach it; the later one throws [async-shared-loop-primitive]
// CHECK-MESSAGES: :[[@LINE+8]]:8: note: this run reaches it
// CHECK-MESSAGES: :[[@LINE+8]]:8: note: this run reaches it
// CHECK-MESSAGES: :[[@LINE-4]]:11: note: make it inside of the run that uses it
aio::Coro<> use() {
  auto held = co_await gate.scoped();
}
aio::Coro<> use_through() { co_await use(); }
void two_runs_bad() {
  aio::run(use());
  aio::run(use_through());
}

// 2. A static, in a run that is repeated.
aio::Coro<> wait_static() {
  static aio::Event ready;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'ready' belongs to one event loop, and two runs reach it
  co_await ready.wait();
}
void repeated_bad() {
  for (int i = 0; i < 2; ++i)
    aio::run(wait_static());
  // CHECK-MESSAGES: :[[@LINE-1]]:10: note: this run, which is repeated, reaches it
}

// 3. A local variable that is given to two runs, also by two threads.
aio::Coro<> wait(aio::Event &event) { co_await event.wait(); }
void local_bad() {
  aio::Event event;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'event' belongs to one event loop, and two runs reach it
  aio::run(wait(event));
  aio::run(wait(event));
}
void before_a_loop_bad() {
  aio::Event event;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'event' belongs to one event loop, and two runs reach it
  while (!event.is_set())
    aio::run(wait(event));
}
void threads_bad() {
  aio::Event event;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'event' belongs to one event loop, and two runs reach it
  std::thread first([&] { aio::run(wait(event)); });
  std::thread second([&] { aio::run(wait(event)); });
  first.join();
  second.join();
}

// 4. A member that two runs of its object reach.
class Service {
public:
  void start() { aio::run(open()); }
  void stop() { aio::run(shut()); }

private:
  aio::Coro<> open() { co_await gate_.acquire(); }
  aio::Coro<> shut() { co_await gate_.acquire(); }
  aio::Lock gate_;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'gate_' belongs to one event loop, and two runs reach it
};

// 5. A run that several callers come to.
aio::Event opened;
// CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'opened' belongs to one event loop, and two runs reach it
aio::Coro<> wait_opened() { co_await opened.wait(); }
void run_once() { aio::run(wait_opened()); }
void several_callers_bad() {
  run_once();
  run_once();
}
