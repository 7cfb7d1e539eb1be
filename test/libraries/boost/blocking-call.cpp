// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-blocking-call,async-escaping-capture %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>
#include <boost/bind/bind.hpp>
#include <boost/enable_shared_from_this.hpp>
#include <boost/function.hpp>
#include <boost/thread/thread.hpp>

#include <iostream>
#include <string>

// Boost's bind, function and threads stand for those of the standard library (docs/field-report.md, ssl/client.cpp).
class Client {
public:
  explicit Client(boost::asio::io_context &context) : timer(context) {
    timer.async_wait(boost::bind(&Client::handle, this, boost::asio::placeholders::error));
  }

private:
  void handle(const boost::system::error_code &) {
    std::string line;
    std::getline(std::cin, line);
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'std::cin' blocks the thread of a running event loop [async-blocking-call]
    // CHECK-MESSAGES: :[[@LINE-8]]:11: note: 'Client::handle' runs on the loop: it is handed to 'boost::asio::basic_waitable_timer::async_wait' here
    worker.join();
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'boost::thread::join' blocks the thread of a running event loop [async-blocking-call]
    boost::this_thread::sleep_for(boost::chrono::seconds(1));
    // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'boost::this_thread::sleep_for' blocks the thread of a running event loop [async-blocking-call]
  }
  boost::asio::steady_timer timer;
  boost::thread worker;
};

static void nap() {
  boost::this_thread::sleep_for(boost::chrono::seconds(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'boost::this_thread::sleep_for' blocks the thread of a running event loop [async-blocking-call]
}
void later_bad(boost::asio::io_context &context) {
  boost::function<void()> work(&nap);
  boost::asio::post(context, work);
}
static void count(int &turns) { ++turns; }
void bound_bad(boost::asio::steady_timer &timer) {
  int turns = 0;
  timer.async_wait(boost::bind(&count, boost::ref(turns)));
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'turns' is captured by reference and dies before the callback runs [async-escaping-capture]
}
struct Session : boost::enable_shared_from_this<Session> {
  boost::asio::steady_timer timer;
  explicit Session(boost::asio::io_context &context) : timer(context) {}
  void touch() {}
  void start() {
    timer.async_wait([this](const boost::system::error_code &) { touch(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'this' is captured without its owner; it can die before the callback runs [async-escaping-capture]
  }
  void start_ok() { timer.async_wait(boost::bind(&Session::touch, shared_from_this())); }
};

// A thread of its own may sleep.
static void rest_ok() { boost::this_thread::sleep_for(boost::chrono::seconds(1)); }
void on_a_thread_ok(boost::asio::io_context &context) {
  boost::asio::post(context, [] {
    boost::thread thread(&rest_ok);
    thread.detach();
  });
  boost::thread runner(boost::bind(&boost::asio::io_context::run, &context));
  runner.join();
}
