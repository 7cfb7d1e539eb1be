// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-cross-thread-loop-use %t
// REQUIRES: asio
#include <asio.hpp>

#include <chrono>
#include <thread>

using namespace std::chrono_literals;

// boostorg/asio#447: cancel() of a timer from another thread.
void timer_bad() {
  asio::io_context context;
  asio::steady_timer timer(context, 1s);
  timer.async_wait([](auto) {});
  std::thread thread([&] {
    timer.cancel();
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'asio::basic_waitable_timer::cancel' touches 'timer' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
    // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: the thread starts here
    timer.expires_after(1s);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'asio::basic_waitable_timer::expires_after' touches 'timer' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
  });
  context.run();
  thread.join();
}
// chriskohlhoff/asio#806: the acceptor.
struct Server {
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor_{context};
  std::thread watchdog_;
  void run() {
    watchdog_ = std::thread([this] {
      acceptor_.cancel();
      // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'asio::basic_socket_acceptor::cancel' touches 'acceptor_' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
    });
    context.run();
    watchdog_.join();
  }
};
void socket_bad(asio::io_context &context, asio::ip::tcp::socket &socket) {
  std::jthread thread([&] {
    socket.close();
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'asio::basic_socket::close' touches 'socket' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
  });
  context.run();
}

void posted_ok(asio::steady_timer &timer) {
  asio::io_context context;
  std::thread thread([&] {
    asio::post(context, [&] { timer.cancel(); });
    asio::dispatch(timer.get_executor(), [&] { timer.cancel(); });
    asio::defer(context, [&] { timer.cancel(); });
  });
  context.run();
  thread.join();
}
void safe_calls_ok() {
  asio::io_context context;
  std::thread thread([&] { context.stop(); });
  context.run();
  thread.join();
}
void thread_runs_it_ok() {
  asio::io_context context;
  asio::steady_timer timer(context, 1s);
  std::thread thread([&] {
    timer.expires_after(2s);
    timer.async_wait([&](auto) { timer.cancel(); });
    context.run();
  });
  thread.join();
  timer.cancel();
}
void two_threads_run_it_ok() {
  asio::io_context context;
  asio::post(context, [] {});
  std::thread thread([&] { context.run(); });
  context.run();
  thread.join();
}
