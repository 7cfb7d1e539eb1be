// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-undrained-loop %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <chrono>
#include <functional>
#include <thread>

boost::asio::awaitable<void> child();
void use(boost::asio::io_context &context);

void posted_bad() {
  boost::asio::io_context context;
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: event loop 'context' ends with work it never ran; its handlers are destroyed unfinished [async-undrained-loop]
  boost::asio::post(context, [] {});
}
void spawned_bad() {
  boost::asio::io_context context;
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: event loop 'context' ends with work it never ran; its handlers are destroyed unfinished [async-undrained-loop]
  boost::asio::co_spawn(context, child(), boost::asio::detached);
}

void ran_ok() {
  boost::asio::io_context context;
  boost::asio::post(context, [] {});
  context.run();
}
void polled_ok() {
  boost::asio::io_context context;
  boost::asio::post(context, [] {});
  context.poll();
}
void ran_for_a_while_ok() {
  boost::asio::io_context context;
  boost::asio::co_spawn(context, child(), boost::asio::detached);
  context.run_for(std::chrono::seconds(1));
}
void ran_on_a_thread_ok() {
  boost::asio::io_context context;
  boost::asio::post(context, [] {});
  std::thread thread([&] { context.run(); });
  thread.join();
}
void used_elsewhere_ok() {
  boost::asio::io_context context;
  boost::asio::post(context, [] {});
  use(context);
}
void nothing_posted_ok() { boost::asio::io_context context; }
void parameter_ok(boost::asio::io_context &context) { boost::asio::post(context, [] {}); }

// Run by a thread that is given the context.
static void run_it(boost::asio::io_context &context) { context.run(); }
void run_by_a_thread_ok() {
  boost::asio::io_context context;
  boost::asio::post(context, [] {});
  std::thread thread(run_it, std::ref(context));
  thread.join();
}
