// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-undrained-loop %t -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

#include <chrono>
#include <functional>
#include <thread>

asio::awaitable<void> child();
void use(asio::io_context &context);

void posted_bad() {
  asio::io_context context;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: event loop 'context' ends with work it never ran; its handlers are destroyed unfinished [async-undrained-loop]
  asio::post(context, [] {});
}
void spawned_bad() {
  asio::io_context context;
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: event loop 'context' ends with work it never ran; its handlers are destroyed unfinished [async-undrained-loop]
  asio::co_spawn(context, child(), asio::detached);
}

void ran_ok() {
  asio::io_context context;
  asio::post(context, [] {});
  context.run();
}
void polled_ok() {
  asio::io_context context;
  asio::post(context, [] {});
  context.poll();
}
void ran_for_a_while_ok() {
  asio::io_context context;
  asio::co_spawn(context, child(), asio::detached);
  context.run_for(std::chrono::seconds(1));
}
void ran_on_a_thread_ok() {
  asio::io_context context;
  asio::post(context, [] {});
  std::thread thread([&] { context.run(); });
  thread.join();
}
void used_elsewhere_ok() {
  asio::io_context context;
  asio::post(context, [] {});
  use(context);
}
void nothing_posted_ok() { asio::io_context context; }
void parameter_ok(asio::io_context &context) { asio::post(context, [] {}); }

// Run by a thread that is given the context.
static void run_it(asio::io_context &context) { context.run(); }
void run_by_a_thread_ok() {
  asio::io_context context;
  asio::post(context, [] {});
  std::thread thread(run_it, std::ref(context));
  thread.join();
}
