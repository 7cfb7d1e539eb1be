// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-escaping-capture %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <string>

void post_bad(boost::asio::io_context &context) {
  int count = 0;
  boost::asio::post(context, [&count] { ++count; });
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'count' is captured by reference and dies before the callback runs [async-escaping-capture]
  // CHECK-MESSAGES: :[[@LINE-2]]:{{[0-9]+}}: note: 'boost::asio::post' runs the callback later
}
void operation_bad(boost::asio::steady_timer &timer) {
  int count = 0;
  timer.async_wait([&](auto) { ++count; });
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'count' is captured by reference
}
void bound_to_strand_bad(boost::asio::steady_timer &timer, boost::asio::io_context &context) {
  int count = 0;
  timer.async_wait(boost::asio::bind_executor(context, [&count](auto) { ++count; }));
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'count' is captured by reference
}
struct Session : std::enable_shared_from_this<Session> {
  boost::asio::ip::tcp::socket socket_;
  std::array<char, 64> data_;
  explicit Session(boost::asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}
  void read_bad() {
    socket_.async_read_some(boost::asio::buffer(data_), [this](auto error, auto) {
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'this' is captured without its owner; it can die before the callback runs
      if (!error)
        read_bad();
    });
  }
  void read_ok() {
    auto self = shared_from_this();
    socket_.async_read_some(boost::asio::buffer(data_), [this, self](auto error, auto) {
      if (!error)
        read_ok();
    });
  }
};

void run_ok(boost::asio::io_context &context) {
  int count = 0;
  boost::asio::steady_timer timer(context, std::chrono::seconds(1));
  timer.async_wait([&](auto) { ++count; });
  context.run();
}
void own_context_ok() {
  boost::asio::io_context context;
  int count = 0;
  boost::asio::post(context, [&count] { ++count; });
}
// A pool is joined: the work is done before the count dies.
void pool_ok() {
  int count = 0;
  boost::asio::thread_pool pool(1);
  boost::asio::post(pool, [&count] { ++count; });
  pool.join();
}
