// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-dies-first %t
#include <aio/aio.h>

#include <memory>
#include <thread>
#include <vector>

// 1. A thread that its destructor joins, declared before the loop that it uses.
void thread_bad() {
  std::jthread poster;
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' dies before 'poster', whose thread uses it [async-loop-dies-first]
  // CHECK-MESSAGES: :[[@LINE-3]]:16: note: 'poster' is declared first, so it is destroyed last
  // CHECK-MESSAGES: :[[@LINE+2]]:3: note: it gets the loop here
  // CHECK-MESSAGES: :[[@LINE-4]]:18: note: declare the loop before it
  poster = std::jthread([&] { loop.call_soon_threadsafe([] {}); });
  loop.run_forever();
  loop.close();
}
void container_bad() {
  std::vector<std::jthread> workers;
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' dies before 'workers', whose thread uses it
  workers.emplace_back([&] { loop.call_soon_threadsafe([] {}); });
  loop.run_forever();
  loop.close();
}
void outer_block_bad() {
  std::jthread poster;
  {
    aio::EventLoop loop;
    // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: event loop 'loop' dies before 'poster', whose thread uses it
    poster = std::jthread([&] { loop.call_soon_threadsafe([] {}); });
    loop.run_forever();
    loop.close();
  }
}

// 2. The same, as members.
class Service {
public:
  void start() {
    poster_ = std::jthread([this] { loop_.call_soon_threadsafe([] {}); });
    loop_.run_forever();
  }
  ~Service() { loop_.close(); }

private:
  std::jthread poster_;
  aio::EventLoop loop_;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop_' dies before 'poster_', whose thread uses it
};
class Owner {
public:
  Owner() : loop_(aio::new_event_loop()) {
    poster_ = std::jthread([this] { loop_->call_soon_threadsafe([] {}); });
  }

private:
  std::jthread poster_;
  std::unique_ptr<aio::EventLoop> loop_;
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: event loop 'loop_' dies before 'poster_', whose thread uses it
};
