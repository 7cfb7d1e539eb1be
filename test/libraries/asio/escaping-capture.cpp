// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-escaping-capture %t
// REQUIRES: asio
#include <asio.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <exception>
#include <string>

void post_bad(asio::io_context &context) {
  int count = 0;
  asio::post(context, [&count] { ++count; });
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'count' is captured by reference and dies before the callback runs [async-escaping-capture]
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: 'asio::post' runs the callback later
}
void operation_bad(asio::steady_timer &timer) {
  int count = 0;
  timer.async_wait([&](auto) { ++count; });
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'count' is captured by reference
}
void bound_to_strand_bad(asio::steady_timer &timer, asio::io_context &context) {
  int count = 0;
  timer.async_wait(asio::bind_executor(context, [&count](auto) { ++count; }));
  // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'count' is captured by reference
}
struct Session : std::enable_shared_from_this<Session> {
  asio::ip::tcp::socket socket_;
  std::array<char, 64> data_;
  explicit Session(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}
  void read_bad() {
    socket_.async_read_some(asio::buffer(data_), [this](auto error, auto) {
      // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: 'this' is captured without its owner; it can die before the callback runs
      if (!error)
        read_bad();
    });
  }
  void read_ok() {
    auto self = shared_from_this();
    socket_.async_read_some(asio::buffer(data_), [this, self](auto error, auto) {
      if (!error)
        read_ok();
    });
  }
};

void run_ok(asio::io_context &context) {
  int count = 0;
  asio::steady_timer timer(context, std::chrono::seconds(1));
  timer.async_wait([&](auto) { ++count; });
  context.run();
}
// chriskohlhoff/asio, examples: the handler stops the context that calls it, and an error ends both.
void stops_ok() {
  try {
    asio::io_context context(1);
    int signals_seen = 0;
    asio::signal_set signals(context, 2, 15);
    signals.async_wait([&](auto, auto) {
      ++signals_seen;
      context.stop();
    });
    context.run();
  } catch (const std::exception &error) {
  }
}
void stops_borrowed_ok(asio::io_context &context, asio::signal_set &signals) {
  signals.async_wait([&](auto, auto) { context.stop(); });
}
void own_context_ok() {
  asio::io_context context;
  int count = 0;
  asio::post(context, [&count] { ++count; });
}
// A pool is joined: the work is done before the count dies.
void pool_ok() {
  int count = 0;
  asio::thread_pool pool(1);
  asio::post(pool, [&count] { ++count; });
  pool.join();
}
