// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-escaping-capture %t --silent -- -- -Wno-deprecated-this-capture
#include <aio/aio.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

using namespace std::chrono_literals;
void print(const std::string &text);
void drive(aio::EventLoop &loop);

// By value, or moved in.
void by_value_ok(aio::EventLoop &loop) {
  std::string text = "text";
  loop.call_soon([text] { print(text); });
  loop.call_soon([text = std::move(text)] { print(text); });
  loop.call_soon(std::bind(print, std::string("text")));
}
// The loop is run before the scope ends, here or by what gets the loop.
void run_ok(aio::EventLoop &loop) {
  int count = 0;
  loop.call_soon([&count] { ++count; });
  loop.run_forever();
}
void driven_ok(aio::EventLoop &loop) {
  int count = 0;
  loop.call_soon([&count] { ++count; });
  drive(loop);
}
// This coroutine suspends afterwards: that it waits long enough is taken for granted.
aio::Coro<> waits_ok() {
  int count = 0;
  aio::Event done;
  aio::get_running_loop().call_soon([&] {
    ++count;
    done.set();
  });
  co_await done.wait();
}
// What a parameter refers to is the caller's.
void parameter_ok(aio::EventLoop &loop, std::string &text, const int *count) {
  loop.call_soon([&text] { print(text); });
  loop.call_soon([count] { (void)*count; });
}
// What lives for ever.
void lasting_ok(aio::EventLoop &loop) {
  static int count = 0;
  int *pointer = &count;
  loop.call_soon([] { ++count; });
  loop.call_soon([pointer] { ++*pointer; });
}
// A loop of this function's own dies with it, and what it did not run is never called.
void own_loop_ok() {
  int count = 0;
  aio::EventLoop loop;
  loop.call_soon([&count] { ++count; });
  loop.close();
}
// Called before the call returns, or never given to a loop.
void called_here_ok() {
  int count = 0;
  auto step = [&count] { ++count; };
  step();
}
// The body of a task group is awaited here.
aio::Coro<> awaited_ok() {
  int count = 0;
  co_await aio::task_group([&count](aio::TaskGroup &) -> aio::Coro<> {
    ++count;
    co_return;
  });
}
// The owner comes along; or it is not used.
struct Session : std::enable_shared_from_this<Session> {
  int turns = 0;
  void start(aio::EventLoop &loop) {
    loop.call_soon([this, self = shared_from_this()] { ++turns; });
    auto self = shared_from_this();
    loop.call_soon([this, self] { ++turns; });
    loop.call_soon([self = weak_from_this()] {
      if (auto session = self.lock())
        ++session->turns;
    });
  }
};
// No shared owner: when such an object dies is not known.
struct Service {
  int turns = 0;
  void start(aio::EventLoop &loop) {
    loop.call_soon([this] { ++turns; });
  }
};
// It takes back what it gave.
struct Reader : std::enable_shared_from_this<Reader> {
  aio::EventLoop &loop;
  int fd = 0, turns = 0;
  explicit Reader(aio::EventLoop &loop) : loop(loop) {}
  ~Reader() { loop.remove_reader(fd); }
  void start() {
    loop.add_reader(fd, [this] { ++turns; });
  }
};
