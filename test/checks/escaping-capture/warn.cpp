// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-escaping-capture %t
#include <aio/aio.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

using namespace std::chrono_literals;
void print(const std::string &text);
void print_pointer(const std::string *text);

// 1. A local variable, by reference: it is gone when the loop comes to the callback.
void by_reference_bad(aio::EventLoop &loop) {
  std::string text = "text";
  loop.call_soon([&text] { print(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' is captured by reference and dies before the callback runs [async-escaping-capture]
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: 'aio::EventLoop::call_soon' runs the callback later
  // CHECK-MESSAGES: :[[@LINE-4]]:15: note: 'text' dies where 'by_reference_bad' ends
  // CHECK-MESSAGES: :[[@LINE-4]]:20: note: capture it by value, or wait for the callback
}
void implicit_bad(aio::EventLoop &loop) {
  int count = 0;
  loop.call_later(5ms, [&] { ++count; });
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'count' is captured by reference
}
void parameter_bad(aio::EventLoop &loop, std::string text) {
  loop.call_soon([&text] { print(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' is captured by reference
}

// 2. Carried in another way: a pointer, a reference under another name, a bound argument.
void pointer_bad(aio::EventLoop &loop) {
  std::string text = "text";
  loop.call_soon([pointer = &text] { print(*pointer); });
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'text' is captured by reference
}
void alias_bad(aio::EventLoop &loop) {
  std::string text = "text";
  std::string &name = text;
  loop.call_soon([&name] { print(name); });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' is captured by reference
}
void bound_bad(aio::EventLoop &loop) {
  std::string text = "text";
  loop.call_soon(std::bind(print, std::cref(text)));
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'text' is captured by reference
}
void bound_pointer_bad(aio::EventLoop &loop) {
  std::string text = "text";
  loop.call_soon(std::bind(print_pointer, &text));
  // CHECK-MESSAGES: :[[@LINE-1]]:43: warning: 'text' is captured by reference
}

// 3. By its name, in a call wrapper, on some path.
void named_bad(aio::EventLoop &loop) {
  int count = 0;
  auto step = [&count] { ++count; };
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'count' is captured by reference
  loop.call_soon(step);
}
void some_path_bad(aio::EventLoop &loop, bool run) {
  int count = 0;
  loop.call_soon([&count] { ++count; });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'count' is captured by reference
  if (run)
    loop.run_forever();
}
aio::Coro<> coroutine_bad(bool early) {
  int count = 0;
  aio::get_running_loop().call_soon([&count] { ++count; });
  // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'count' is captured by reference
  if (early)
    co_return;
  co_await aio::sleep(1ms);
}

// 4. An object that shared pointers own, without one.
struct Session : std::enable_shared_from_this<Session> {
  int turns = 0;
  void start(aio::EventLoop &loop) {
    loop.call_soon([this] { ++turns; });
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'this' is captured without its owner; it can die before the callback runs [async-escaping-capture]
    // CHECK-MESSAGES: :[[@LINE-2]]:10: note: 'aio::EventLoop::call_soon' runs the callback later
    // CHECK-MESSAGES: :[[@LINE-3]]:21: note: capture a shared pointer to the object as well
    loop.call_soon([=] { ++turns; });
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'this' is captured without its owner
  }
};
