// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-dangling-coroutine-argument %t
#include <aio/aio.h>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

aio::Coro<> by_reference(const std::string &text);
aio::Coro<> by_view(std::string_view text);
aio::Coro<> by_pointer(const std::string *text);
aio::Coro<> by_span(std::span<const int> numbers);
aio::Coro<int> visible(const std::string &text) { co_return static_cast<int>(text.size()); }
struct Session {
  int id = 0;
  aio::Coro<int> serve() { co_return id; }
  aio::Coro<> elsewhere();
};

// 1. A temporary dies at the end of the statement, and the coroutine is kept.
aio::Coro<> kept_bad() {
  auto later = by_reference(std::string("text"));
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: temporary dies before the coroutine of 'by_reference' that refers to it [async-dangling-coroutine-argument]
  // CHECK-MESSAGES: :[[@LINE-2]]:29: note: it dies at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the coroutine is kept here
  // CHECK-MESSAGES: :[[@LINE-4]]:16: note: take it by value, or await the coroutine in the statement that makes it
  co_await std::move(later);
}
aio::Coro<> converted_bad() {
  auto later = by_reference("text");
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: temporary dies before the coroutine of 'by_reference'
  co_await std::move(later);
}
aio::Coro<> view_bad() {
  auto later = by_view(std::string("text"));
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: temporary dies before the coroutine of 'by_view'
  co_await std::move(later);
}
aio::Coro<> span_bad() {
  auto later = by_span(std::vector<int>{1, 2});
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: temporary dies before the coroutine of 'by_span'
  co_await std::move(later);
}
aio::Coro<> body_bad() {
  auto later = visible(std::string("text"));
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: temporary dies before the coroutine of 'visible'
  co_await std::move(later);
}
aio::Coro<> gathered_bad() {
  auto both = aio::gather(by_reference("one"), by_reference("two"));
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: temporary dies before the coroutine of 'by_reference'
  // CHECK-MESSAGES: :[[@LINE-2]]:48: warning: temporary dies before the coroutine of 'by_reference'
  co_await std::move(both);
}
aio::Coro<> container_bad(std::vector<aio::Coro<>> &all) {
  all.push_back(by_reference("text"));
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: temporary dies before the coroutine of 'by_reference'
  co_return;
}

// 2. The object is a temporary, or a lambda that dies.
aio::Coro<> temporary_object_bad() {
  auto later = Session{1}.serve();
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: temporary object dies before the coroutine of 'Session::serve'
  co_await std::move(later);
}
aio::Coro<> lambda_bad(int x) {
  auto later = [x]() -> aio::Coro<int> { co_return x; }();
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: lambda object dies before the coroutine of a lambda that refers to it
  co_await std::move(later);
}
void spawned_lambda_bad(aio::EventLoop &loop, int x) {
  loop.create_task([x]() -> aio::Coro<int> { co_return x; }()).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: lambda object dies before the coroutine of a lambda that refers to it
  // CHECK-MESSAGES: :[[@LINE-2]]:20: note: it dies at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the coroutine is started here, and nothing in this function waits for it
}

// 3. Started as a task, with a temporary or a local variable.
void spawned_bad(aio::EventLoop &loop) {
  loop.create_task(by_reference("text")).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: temporary dies before the coroutine of 'by_reference'
}
void spawned_local_bad(aio::EventLoop &loop) {
  std::string text = "text";
  loop.create_task(by_reference(text)).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'text' dies before the coroutine of 'by_reference' that refers to it
  // CHECK-MESSAGES: :[[@LINE-2]]:33: note: 'text' dies where 'spawned_local_bad' ends
}
void spawned_later_bad(aio::EventLoop &loop) {
  Session session;
  auto later = session.serve();
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'session' dies before the coroutine of 'Session::serve'
  loop.create_task(std::move(later)).detach();
}

// 4. Returned, with what dies at the return.
aio::Coro<> returned_bad() {
  std::string text = "text";
  return by_reference(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' dies before the coroutine of 'by_reference'
  // CHECK-MESSAGES: :[[@LINE-2]]:23: note: 'text' dies where 'returned_bad' ends
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the coroutine is returned here
}
aio::Coro<> returned_parameter_bad(std::string text) {
  return by_view(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' dies before the coroutine of 'by_view'
}
aio::Coro<> returned_pointer_bad() {
  std::string text = "text";
  return by_pointer(&text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' dies before the coroutine of 'by_pointer'
}
aio::Coro<> returned_object_bad() {
  Session session;
  return session.elsewhere();
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'session' dies before the coroutine of 'Session::elsewhere'
}
aio::Coro<> returned_event_bad() {
  aio::Event event;
  auto waiting = event.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'event' dies before the coroutine of 'aio::Event::wait'
  return [](aio::Coro<bool> inner) -> aio::Coro<> { co_await std::move(inner); }(std::move(waiting));
}

// 5. Stored in what lives longer.
struct Keeper {
  aio::Coro<> later = by_view("text");
  void fill() {
    std::string text = "text";
    later = by_reference(text);
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'text' dies before the coroutine of 'by_reference'
  }
};
aio::Coro<> inner_block_bad() {
  aio::Coro<> later = by_view("text");
  {
    std::string text = "text";
    later = by_reference(text);
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'text' dies before the coroutine of 'by_reference'
  }
  co_await std::move(later);
}
