// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-blocking-call %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <chrono>
#include <string>
#include <thread>

using boost::asio::awaitable;
using namespace std::chrono_literals;

// drogonframework/drogon#1068, #1699: a handler that sleeps stops every connection of its loop.
void handler_bad(boost::asio::steady_timer &timer) {
  timer.async_wait([](const boost::system::error_code &) {
    std::this_thread::sleep_for(1s);
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'std::this_thread::sleep_for' blocks the thread of a running event loop [async-blocking-call]
    // CHECK-MESSAGES: :[[@LINE-3]]:9: note: a lambda runs on the loop: it is handed to 'boost::asio::basic_waitable_timer::async_wait' here
    // CHECK-MESSAGES: :[[@LINE-3]]:23: note: await the loop's own sleep, or start a timer of it
  });
}
awaitable<void> operations_bad(boost::asio::ip::tcp::socket &socket, boost::asio::steady_timer &timer,
                               boost::asio::ip::tcp::resolver &resolver) {
  timer.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'boost::asio::basic_waitable_timer::wait' blocks the thread of a running event loop [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE-4]]:17: note: 'operations_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:9: note: 'async_wait' tells when it expires
  auto places = resolver.resolve("localhost", "http");
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'boost::asio::ip::basic_resolver::resolve' blocks the thread of a running event loop [async-blocking-call]
  boost::asio::connect(socket, places);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'boost::asio::connect' blocks the thread of a running event loop [async-blocking-call]
  std::string text(10, ' ');
  boost::asio::read(socket, boost::asio::buffer(text)); 
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'boost::asio::read' blocks the thread of a running event loop [async-blocking-call]
  boost::asio::write(socket, boost::asio::buffer(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'boost::asio::write' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}
// EVerest/EVerest#1447: a timer's callback stops, and joins, the thread it runs on.
struct Timeout {
  boost::asio::io_context context;
  boost::asio::steady_timer timer{context};
  std::thread thread;
  void stop_bad() {
    timer.cancel();
    thread.join();
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'std::thread::join' blocks the thread of a running event loop [async-blocking-call]
  }
  void start() {
    timer.async_wait([this](const boost::system::error_code &) { stop_bad(); });
  }
};
void pool_bad(boost::asio::io_context &context, boost::asio::thread_pool &pool) {
  boost::asio::post(context, [&] { pool.join(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'boost::asio::thread_pool::join' blocks the thread of a running event loop [async-blocking-call]
}

void in_the_pool_ok(boost::asio::thread_pool &pool) {
  boost::asio::post(pool, [] { std::this_thread::sleep_for(1s); });
}
awaitable<void> on_a_pool() {
  std::this_thread::sleep_for(1s);
  co_return;
}
void spawned_on_a_pool_ok(boost::asio::thread_pool &pool) { boost::asio::co_spawn(pool, on_a_pool(), boost::asio::detached); }
// A socket may be in non-blocking mode: its own members say nothing.
awaitable<std::size_t> non_blocking_ok(boost::asio::ip::tcp::socket &socket) {
  socket.non_blocking(true);
  std::string text(10, ' ');
  boost::system::error_code error;
  co_return socket.read_some(boost::asio::buffer(text), error);
}
// A synchronous server: no loop runs.
int main() {
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor acceptor(context, {boost::asio::ip::tcp::v4(), 0});
  boost::asio::ip::tcp::socket socket(context);
  acceptor.accept(socket);
  std::string text(10, ' ');
  boost::asio::read(socket, boost::asio::buffer(text));
  boost::asio::steady_timer timer(context, 1s);
  timer.wait();
  context.run();
}
