// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-self-wait %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <thread>

using boost::asio::awaitable;

awaitable<int> child();

// Run by main alone: nobody else can end the wait.
struct Program {
  boost::asio::io_context context;
  void handler_bad() {
    boost::asio::post(context, [this] {
      boost::asio::co_spawn(context, child(), boost::asio::use_future).get();
      // CHECK-MESSAGES: :[[@LINE-1]]:72: warning: 'std::future::get' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
      // CHECK-MESSAGES: :[[@LINE-3]]:18: note: a lambda runs on the loop: it is handed to 'boost::asio::post' here
      // CHECK-MESSAGES: :[[@LINE-3]]:20: note: what it waits for is given to the same loop here
      // CHECK-MESSAGES: :[[@LINE-4]]:72: note: 'co_await' the operation that made the future
      boost::asio::post(context, boost::asio::use_future([] {})).get();
      // CHECK-MESSAGES: :[[@LINE-1]]:66: warning: 'std::future::get' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
    });
  }
  void run() { context.run(); }
};
// The executor of the coroutine itself.
awaitable<int> executor_bad() {
  auto executor = co_await boost::asio::this_coro::executor;
  co_return boost::asio::co_spawn(executor, child(), boost::asio::use_future).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:79: warning: 'std::future::get' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
  // CHECK-MESSAGES: :[[@LINE-4]]:16: note: 'executor_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:26: note: what it waits for is given to the same loop here
  // CHECK-MESSAGES: :[[@LINE-4]]:79: note: 'co_await' the operation that made the future
}
awaitable<int> directly_bad() {
  auto result = boost::asio::co_spawn(co_await boost::asio::this_coro::executor, child(), boost::asio::use_future);
  co_return result.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'std::future::get' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
}
// A pool, from its own work.
void pool_bad(boost::asio::thread_pool &pool) {
  boost::asio::post(pool, [&] {
    pool.join();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'boost::asio::thread_pool::join' waits on a pool's thread for that pool; it never returns [async-loop-self-wait]
    // CHECK-MESSAGES: :[[@LINE-3]]:16: note: a lambda runs on the pool: it is handed to 'boost::asio::post' here
    // CHECK-MESSAGES: :[[@LINE-3]]:10: note: a pool is joined off the loop, and off its own threads
  });
}
static int compute(boost::asio::thread_pool &pool) {
  return boost::asio::co_spawn(pool, child(), boost::asio::use_future).get();
}
boost::asio::thread_pool workers(1);
static int compute_bad() {
  return boost::asio::co_spawn(workers, child(), boost::asio::use_future).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:75: warning: 'std::future::get' waits on a pool's thread for that pool; it never returns [async-loop-self-wait]
  // CHECK-MESSAGES: :[[@LINE+5]]:16: note: 'compute_bad' runs on the pool: it is handed to 'boost::asio::post' here
  // CHECK-MESSAGES: :[[@LINE-3]]:23: note: what it waits for is given to the same pool here
  // CHECK-MESSAGES: :[[@LINE-4]]:75: note: 'co_await' the operation that made the future
}
void pool_work() {
  boost::asio::post(workers, [] { compute_bad(); });
}

// From outside: that is what use_future is for.
int outside_ok(boost::asio::io_context &context, boost::asio::thread_pool &pool) {
  return boost::asio::co_spawn(context, child(), boost::asio::use_future).get() + compute(pool);
}
// Another context, with a thread of its own.
void other_ok(boost::asio::io_context &context, boost::asio::io_context &other) {
  boost::asio::post(context, [&] { boost::asio::co_spawn(other, child(), boost::asio::use_future).get(); });
}
void from_a_thread_ok(boost::asio::io_context &context) {
  boost::asio::post(context, [&] {
    std::thread([&] { boost::asio::co_spawn(context, child(), boost::asio::use_future).get(); }).detach();
  });
}
void another_pool_ok(boost::asio::io_context &context, boost::asio::thread_pool &pool) {
  boost::asio::post(context, [&] { boost::asio::co_spawn(pool, child(), boost::asio::use_future).get(); });
}
