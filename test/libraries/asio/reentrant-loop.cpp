// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-reentrant-loop %t -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

#include <chrono>
#include <thread>

using asio::awaitable;
using namespace std::chrono_literals;

// Nested polls are supported: handlers run in the middle of this one.
void poll_bad(asio::io_context &context) {
  asio::post(context, [&] {
    context.poll();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'asio::io_context::poll' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
    // CHECK-MESSAGES: :[[@LINE-3]]:9: note: a lambda runs on the loop: it is handed to 'asio::post' here
    // CHECK-MESSAGES: :[[@LINE-3]]:13: note: return to the loop and continue in a handler
  });
}
awaitable<void> steps_bad(asio::io_context &context) {
  context.poll_one();     
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'asio::io_context::poll_one' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  context.run_one();      
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'asio::io_context::run_one' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  context.run_for(5ms);   
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'asio::io_context::run_for' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  context.run_one_for(5ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'asio::io_context::run_one_for' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  co_return;
}
struct Dialog {
  asio::io_context &context;
  bool closed = false;
  void wait_bad() {
    while (!closed)
      context.run_one();
      // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'asio::io_context::run_one' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  }
  void open() {
    asio::post(context, [this] { wait_bad(); });
  }
};
// One of its own holds the outer one up.
awaitable<void> private_bad() {
  asio::io_context inner;
  asio::post(inner, [] {});
  inner.run_for(5ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'asio::io_context::run_for' pumps a running event loop; the loop stalls until it returns [async-reentrant-loop]
  co_return;
}

awaitable<void> private_poll_ok() {
  asio::io_context inner;
  asio::post(inner, [] {});
  inner.poll();
  co_return;
}
void frame(asio::io_context &context) {
  if (!context.get_executor().running_in_this_thread())
    context.poll();
}
awaitable<void> guarded_ok(asio::io_context &context) {
  frame(context);
  co_return;
}
// async-nested-run's.
awaitable<void> run_ok(asio::io_context &context) {
  context.run();
  co_return;
}
// A game's main loop polls; a thread runs one step after the other.
int main() {
  asio::io_context context;
  for (int frame = 0; frame < 3; ++frame)
    context.poll();
  std::thread thread([&] {
    while (context.run_one())
      ;
  });
  thread.join();
}
