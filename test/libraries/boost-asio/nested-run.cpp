// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <chrono>
#include <thread>

using boost::asio::awaitable;

awaitable<int> child();

// cplusplus/networking-ts#22: the running handler is itself outstanding work.
void posted_bad(boost::asio::io_context &context) {
  boost::asio::post(context, [&] {
    context.run();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'boost::asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
    // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: a lambda runs on the loop: it is handed to 'boost::asio::post' here
    // CHECK-MESSAGES: :[[@LINE-3]]:13: note: return to the loop and continue in a handler
  });
}
void dispatched_bad(boost::asio::io_context &context) {
  boost::asio::dispatch(context, [&] { context.run(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:48: warning: 'boost::asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
  boost::asio::defer(context.get_executor(), [&] { context.run(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:60: warning: 'boost::asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
}

// A helper hides the run.
struct Server {
  boost::asio::io_context context;
  boost::asio::steady_timer timer{context};
  void reload_bad() {
    context.run();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'boost::asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
    // CHECK-MESSAGES: :[[@LINE+4]]:19: note: 'Server::command' runs on the loop: it is a coroutine
    // CHECK-MESSAGES: :[[@LINE+4]]:5: note: 'Server::command' calls 'Server::reload_bad' here
    // CHECK-MESSAGES: :[[@LINE-4]]:13: note: return to the loop and continue in a handler
  }
  awaitable<void> command() {
    reload_bad();
    co_return;
  }
  void start() {
    timer.async_wait([this](const boost::system::error_code &error) {
      if (!error)
        context.run();
      // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'boost::asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
    });
  }
};
void generic_handler_bad(boost::asio::io_context &context, boost::asio::steady_timer &timer) {
  timer.async_wait([&](auto) { context.run(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'boost::asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
}
void bound_bad(boost::asio::io_context &context, boost::asio::steady_timer &timer) {
  timer.async_wait(boost::asio::bind_executor(context.get_executor(), [&](const boost::system::error_code &) {
    context.run();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'boost::asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
  }));
}
void spawned_bad(boost::asio::io_context &context) {
  boost::asio::co_spawn(
      context,
      [&]() -> awaitable<void> {
        context.run();
        // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'boost::asio::io_context::run' is called on a running event loop; it never returns [async-nested-run]
        co_return;
      },
      boost::asio::detached);
}
// A private one works, and nothing else happens meanwhile.
awaitable<void> private_bad() {
  boost::asio::io_context inner;
  boost::asio::post(inner, [] {});
  inner.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'boost::asio::io_context::run' is called on a running event loop; the loop stalls until it returns [async-nested-run]
  co_return;
}

awaitable<int> awaited_ok() { co_return co_await child(); }
void guarded(boost::asio::io_context &context) {
  if (!context.get_executor().running_in_this_thread())
    context.run();
}
awaitable<void> guarded_ok(boost::asio::io_context &context) {
  guarded(context);
  co_return;
}
void thread_ok(boost::asio::io_context &context) {
  boost::asio::post(context, [] {
    std::thread([] {
      boost::asio::io_context own;
      own.run();
    }).detach();
  });
}
void pool_ok(boost::asio::thread_pool &pool, boost::asio::io_context &context) {
  boost::asio::post(pool, [&] { context.run(); });
}
// Nested polls are supported, single steps are async-reentrant-loop's.
awaitable<void> steps_ok(boost::asio::io_context &context) {
  context.poll();
  context.run_one();
  context.run_for(std::chrono::milliseconds(5));
  context.stop();
  co_return;
}
int main() {
  boost::asio::io_context context;
  boost::asio::co_spawn(context, child(), boost::asio::detached);
  std::thread thread([&] { context.run(); });
  context.run();
  thread.join();
}
