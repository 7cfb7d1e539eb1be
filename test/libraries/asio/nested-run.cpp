// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

#include <chrono>
#include <thread>

using asio::awaitable;

awaitable<int> child();

// cplusplus/networking-ts#22: the running handler is itself outstanding work.
void posted_bad(asio::io_context &context) {
  asio::post(context, [&] {
    context.run();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
    // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: a lambda runs on the loop: it is handed to 'asio::post' here
    // CHECK-MESSAGES: :[[@LINE-3]]:13: note: return to the loop and continue in a handler
  });
}
void dispatched_bad(asio::io_context &context) {
  asio::dispatch(context, [&] { context.run(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
  asio::defer(context.get_executor(), [&] { context.run(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:53: warning: 'asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
}

// A helper hides the run.
struct Server {
  asio::io_context context;
  asio::steady_timer timer{context};
  void reload_bad() {
    context.run();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
    // CHECK-MESSAGES: :[[@LINE+4]]:19: note: 'Server::command' runs on the loop: it is a coroutine
    // CHECK-MESSAGES: :[[@LINE+4]]:5: note: 'Server::command' calls 'Server::reload_bad' here
    // CHECK-MESSAGES: :[[@LINE-4]]:13: note: return to the loop and continue in a handler
  }
  awaitable<void> command() {
    reload_bad();
    co_return;
  }
  void start() {
    timer.async_wait([this](const asio::error_code &error) {
      if (!error)
        context.run();
      // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
    });
  }
};
void generic_handler_bad(asio::io_context &context, asio::steady_timer &timer) {
  timer.async_wait([&](auto) { context.run(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
}
void bound_bad(asio::io_context &context, asio::steady_timer &timer) {
  timer.async_wait(asio::bind_executor(context.get_executor(), [&](const asio::error_code &) {
    context.run();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
  }));
}
void spawned_bad(asio::io_context &context) {
  asio::co_spawn(
      context,
      [&]() -> awaitable<void> {
        context.run();
        // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
        co_return;
      },
      asio::detached);
}
// A private one works, and nothing else happens meanwhile.
awaitable<void> private_bad() {
  asio::io_context inner;
  asio::post(inner, [] {});
  inner.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'asio::io_context::run' is called on a running event loop; the loop stalls until it returns [async-nested-run]
  co_return;
}

awaitable<int> awaited_ok() { co_return co_await child(); }
void guarded(asio::io_context &context) {
  if (!context.get_executor().running_in_this_thread())
    context.run();
}
awaitable<void> guarded_ok(asio::io_context &context) {
  guarded(context);
  co_return;
}
void thread_ok(asio::io_context &context) {
  asio::post(context, [] {
    std::thread([] {
      asio::io_context own;
      own.run();
    }).detach();
  });
}
void pool_ok(asio::thread_pool &pool, asio::io_context &context) {
  asio::post(pool, [&] { context.run(); });
}
// Nested polls are supported, single steps are async-reentrant-loop's.
awaitable<void> steps_ok(asio::io_context &context) {
  context.poll();
  context.run_one();
  context.run_for(std::chrono::milliseconds(5));
  context.stop();
  co_return;
}
int main() {
  asio::io_context context;
  asio::co_spawn(context, child(), asio::detached);
  std::thread thread([&] { context.run(); });
  context.run();
  thread.join();
}
