// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-self-wait %t -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

#include <thread>

using asio::awaitable;

awaitable<int> child();

// Run by main alone: nobody else can end the wait.
struct Program {
  asio::io_context context;
  void handler_bad() {
    asio::post(context, [this] {
      asio::co_spawn(context, child(), asio::use_future).get();
      // CHECK-MESSAGES: :[[@LINE-1]]:58: warning: 'std::future::get' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
      // CHECK-MESSAGES: :[[@LINE-3]]:11: note: a lambda runs on the loop: it is handed to 'asio::post' here
      // CHECK-MESSAGES: :[[@LINE-3]]:13: note: what it waits for is given to the same loop here
      // CHECK-MESSAGES: :[[@LINE-4]]:58: note: 'co_await' the operation that made the future
      asio::post(context, asio::use_future([] {})).get();
      // CHECK-MESSAGES: :[[@LINE-1]]:52: warning: 'std::future::get' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
    });
  }
  void run() { context.run(); }
};
// The executor of the coroutine itself.
awaitable<int> executor_bad() {
  auto executor = co_await asio::this_coro::executor;
  co_return asio::co_spawn(executor, child(), asio::use_future).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:65: warning: 'std::future::get' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
  // CHECK-MESSAGES: :[[@LINE-4]]:16: note: 'executor_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:19: note: what it waits for is given to the same loop here
  // CHECK-MESSAGES: :[[@LINE-4]]:65: note: 'co_await' the operation that made the future
}
awaitable<int> directly_bad() {
  auto result = asio::co_spawn(co_await asio::this_coro::executor, child(), asio::use_future);
  co_return result.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'std::future::get' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
}
// A pool, from its own work.
void pool_bad(asio::thread_pool &pool) {
  asio::post(pool, [&] {
    pool.join();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'asio::thread_pool::join' waits on a pool's thread for that pool; it never returns [async-loop-self-wait]
    // CHECK-MESSAGES: :[[@LINE-3]]:9: note: a lambda runs on the pool: it is handed to 'asio::post' here
    // CHECK-MESSAGES: :[[@LINE-3]]:10: note: a pool is joined off the loop, and off its own threads
  });
}
static int compute(asio::thread_pool &pool) {
  return asio::co_spawn(pool, child(), asio::use_future).get();
}
asio::thread_pool workers(1);
static int compute_bad() {
  return asio::co_spawn(workers, child(), asio::use_future).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:61: warning: 'std::future::get' waits on a pool's thread for that pool; it never returns [async-loop-self-wait]
  // CHECK-MESSAGES: :[[@LINE+5]]:9: note: 'compute_bad' runs on the pool: it is handed to 'asio::post' here
  // CHECK-MESSAGES: :[[@LINE-3]]:16: note: what it waits for is given to the same pool here
  // CHECK-MESSAGES: :[[@LINE-4]]:61: note: 'co_await' the operation that made the future
}
void pool_work() {
  asio::post(workers, [] { compute_bad(); });
}

// From outside: that is what use_future is for.
int outside_ok(asio::io_context &context, asio::thread_pool &pool) {
  return asio::co_spawn(context, child(), asio::use_future).get() + compute(pool);
}
// Another context, with a thread of its own.
void other_ok(asio::io_context &context, asio::io_context &other) {
  asio::post(context, [&] { asio::co_spawn(other, child(), asio::use_future).get(); });
}
void from_a_thread_ok(asio::io_context &context) {
  asio::post(context, [&] {
    std::thread([&] { asio::co_spawn(context, child(), asio::use_future).get(); }).detach();
  });
}
void another_pool_ok(asio::io_context &context, asio::thread_pool &pool) {
  asio::post(context, [&] { asio::co_spawn(pool, child(), asio::use_future).get(); });
}
