// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-blocking-call %t -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

#include <chrono>
#include <string>
#include <thread>

using asio::awaitable;
using namespace std::chrono_literals;

// drogonframework/drogon#1068, #1699: a handler that sleeps stops every connection of its loop.
void handler_bad(asio::steady_timer &timer) {
  timer.async_wait([](const asio::error_code &) {
    std::this_thread::sleep_for(1s);
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'std::this_thread::sleep_for' blocks the thread of a running event loop [async-blocking-call]
    // CHECK-MESSAGES: :[[@LINE-3]]:9: note: a lambda runs on the loop: it is handed to 'asio::basic_waitable_timer::async_wait' here
    // CHECK-MESSAGES: :[[@LINE-3]]:23: note: await the loop's own sleep, or start a timer of it
  });
}
awaitable<void> operations_bad(asio::ip::tcp::socket &socket, asio::steady_timer &timer,
                               asio::ip::tcp::resolver &resolver) {
  timer.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'asio::basic_waitable_timer::wait' blocks the thread of a running event loop [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE-4]]:17: note: 'operations_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:9: note: 'async_wait' tells when it expires
  auto places = resolver.resolve("localhost", "http");
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'asio::ip::basic_resolver::resolve' blocks the thread of a running event loop [async-blocking-call]
  asio::connect(socket, places);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'asio::connect' blocks the thread of a running event loop [async-blocking-call]
  std::string text(10, ' ');
  asio::read(socket, asio::buffer(text)); 
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'asio::read' blocks the thread of a running event loop [async-blocking-call]
  asio::write(socket, asio::buffer(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'asio::write' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}
// EVerest/EVerest#1447: a timer's callback stops, and joins, the thread it runs on.
struct Timeout {
  asio::io_context context;
  asio::steady_timer timer{context};
  std::thread thread;
  void stop_bad() {
    timer.cancel();
    thread.join();
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'std::thread::join' blocks the thread of a running event loop [async-blocking-call]
  }
  void start() {
    timer.async_wait([this](const asio::error_code &) { stop_bad(); });
  }
};
void pool_bad(asio::io_context &context, asio::thread_pool &pool) {
  asio::post(context, [&] { pool.join(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'asio::thread_pool::join' blocks the thread of a running event loop [async-blocking-call]
}

void in_the_pool_ok(asio::thread_pool &pool) {
  asio::post(pool, [] { std::this_thread::sleep_for(1s); });
}
awaitable<void> on_a_pool() {
  std::this_thread::sleep_for(1s);
  co_return;
}
void spawned_on_a_pool_ok(asio::thread_pool &pool) { asio::co_spawn(pool, on_a_pool(), asio::detached); }
// A socket may be in non-blocking mode: its own members say nothing.
awaitable<std::size_t> non_blocking_ok(asio::ip::tcp::socket &socket) {
  socket.non_blocking(true);
  std::string text(10, ' ');
  asio::error_code error;
  co_return socket.read_some(asio::buffer(text), error);
}
// A synchronous server: no loop runs.
int main() {
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context, {asio::ip::tcp::v4(), 0});
  asio::ip::tcp::socket socket(context);
  acceptor.accept(socket);
  std::string text(10, ' ');
  asio::read(socket, asio::buffer(text));
  asio::steady_timer timer(context, 1s);
  timer.wait();
  context.run();
}
