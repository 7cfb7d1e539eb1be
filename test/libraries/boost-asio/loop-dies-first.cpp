// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-dies-first %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <memory>
#include <optional>
#include <thread>
#include <vector>

// chriskohlhoff/asio#979: a timer that outlives its context.
class Session {
public:
  Session() : timer_(std::make_unique<boost::asio::steady_timer>(context_)) {}

private:
  std::unique_ptr<boost::asio::steady_timer> timer_;
  boost::asio::io_context context_;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: event loop 'context_' dies before 'timer_', which is bound to it [async-loop-dies-first]
  // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: 'timer_' is declared first, so it is destroyed last
};
class Client {
public:
  void connect() { socket_.emplace(context_); }

private:
  std::optional<boost::asio::ip::tcp::socket> socket_;
  std::vector<boost::asio::steady_timer> timers_;
  boost::asio::io_context context_;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: event loop 'context_' dies before 'socket_', which is bound to it
  // CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: note: 'socket_' is declared first, so it is destroyed last
  // CHECK-MESSAGES: :[[@LINE-4]]:{{[0-9]+}}: note: 'timers_' is declared first, so it is destroyed last
  void add() { timers_.emplace_back(context_.get_executor()); }
};
class Worker {
public:
  void start() {
    thread_ = std::jthread([this] { context_.run(); });
  }

private:
  std::jthread thread_;
  boost::asio::io_context context_;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: event loop 'context_' dies before 'thread_', whose thread uses it
};
void local_bad() {
  std::optional<boost::asio::steady_timer> timer;
  boost::asio::io_context context;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: event loop 'context' dies before 'timer', which is bound to it
  timer.emplace(context);
  context.run();
}

class InOrder {
  boost::asio::io_context context_;
  boost::asio::steady_timer timer_{context_};
  std::optional<boost::asio::ip::tcp::socket> socket_;

public:
  void connect() { socket_.emplace(context_); }
};
// Bound to another context.
class Borrows {
public:
  explicit Borrows(boost::asio::io_context &other) : timer_(other) {}

private:
  boost::asio::steady_timer timer_;
  boost::asio::io_context own_;
};
// Emptied in the destructor.
class Empties {
public:
  void start() { timer_.emplace(context_); }
  ~Empties() { timer_.reset(); }

private:
  std::optional<boost::asio::steady_timer> timer_;
  boost::asio::io_context context_;
};
void emptied_ok() {
  std::optional<boost::asio::steady_timer> timer;
  boost::asio::io_context context;
  timer.emplace(context);
  context.run();
  timer.reset();
}
// A reference: the context is somebody else's.
class References {
public:
  explicit References(boost::asio::io_context &context) : timer_(context), context_(context) {}

private:
  boost::asio::steady_timer timer_;
  boost::asio::io_context &context_;
};
