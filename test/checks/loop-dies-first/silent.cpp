// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-dies-first %t --silent
#include <aio/aio.h>

#include <memory>
#include <optional>
#include <thread>

// The loop is declared first, so it dies last.
void in_order_ok() {
  aio::EventLoop loop;
  std::jthread poster([&] { loop.call_soon_threadsafe([] {}); });
  loop.run_forever();
}
class Service {
public:
  void start() {
    poster_ = std::jthread([this] { loop_.call_soon_threadsafe([] {}); });
  }

private:
  aio::EventLoop loop_;
  std::jthread poster_;
};
// Joined before.
void joined_ok() {
  std::jthread poster;
  aio::EventLoop loop;
  poster = std::jthread([&] { loop.call_soon_threadsafe([] {}); });
  loop.run_forever();
  poster.join();
  loop.close();
}
class Joins {
public:
  void start() {
    poster_ = std::jthread([this] { loop_.call_soon_threadsafe([] {}); });
  }
  ~Joins() {
    poster_.join();
    loop_.close();
  }

private:
  std::jthread poster_;
  aio::EventLoop loop_;
};
// The thread has nothing to do with the loop.
void unrelated_ok() {
  std::jthread worker([] {});
  aio::EventLoop loop;
  loop.run_forever();
  loop.close();
}
// Primitives of aio bind when they wait, and tasks are handles: they may die last.
void lazily_bound_ok() {
  aio::Event ready;
  std::optional<aio::Task<>> task;
  aio::EventLoop loop;
  task = loop.create_task([](aio::Event &event) -> aio::Coro<> { co_await event.wait(); }(ready));
  loop.close();
}
// It belongs to somebody else.
void borrowed_ok(aio::EventLoop &loop) {
  std::jthread poster;
  poster = std::jthread([&] { loop.call_soon_threadsafe([] {}); });
}
