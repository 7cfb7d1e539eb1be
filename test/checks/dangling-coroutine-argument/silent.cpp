// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-dangling-coroutine-argument %t --silent
#include <aio/aio.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

aio::Coro<int> by_reference(const std::string &text);
aio::Coro<int> by_view(std::string_view text);
aio::Coro<int> by_value(std::string text);
aio::Coro<int> by_pointer(const std::string *text);
struct Session {
  int id = 0;
  aio::Coro<int> serve() { co_return id; }
  static aio::Coro<int> shared();
};

// Awaited, or run, in the same statement.
aio::Coro<> awaited_ok() {
  co_await by_reference("text");
  co_await by_view(std::string("text"));
  co_await aio::gather(by_reference("one"), by_reference(std::string("two")));
  co_await aio::create_task(by_reference("text"));
  co_await Session{1}.serve();
  co_await [x = 1]() -> aio::Coro<int> { co_return x; }();
}
void run_ok(aio::EventLoop &loop) {
  aio::run(by_reference("text"));
  loop.run_until_complete(loop.create_task(by_reference(std::string("text"))));
}
// By value, or what owns itself, or lives for ever.
aio::Coro<> owners_ok() {
  auto value = by_value(std::string("text"));
  auto literal = by_view("text");
  static const std::string lasting = "text";
  auto reference = by_reference(lasting);
  auto nothing = by_pointer(nullptr);
  co_await std::move(value);
  co_await std::move(literal);
  co_await std::move(reference);
  co_await std::move(nothing);
}
// The local variable lives as long as the coroutine that awaits.
aio::Coro<> local_ok() {
  std::string text = "text";
  Session session;
  auto first = by_reference(text);
  auto second = session.serve();
  auto third = aio::create_task(by_view(text));
  co_await std::move(first);
  co_await std::move(second);
  co_await third;
}
aio::Coro<> lambda_ok() {
  int x = 1;
  auto work = [&x]() -> aio::Coro<> {
    ++x;
    co_return;
  };
  auto later = work();
  co_await std::move(later);
}
// The function runs the loop before it ends.
void driven_ok(aio::EventLoop &loop) {
  std::string text = "text";
  auto task = loop.create_task(by_reference(text));
  loop.run_forever();
}
// What a parameter refers to is the caller's.
aio::Coro<int> forwarded_ok(const std::string &text) { return by_reference(text); }
aio::Coro<int> object_of_another_ok(Session &session) { return session.serve(); }
void pointer_ok(aio::EventLoop &loop, Session *session) { loop.create_task(session->serve()).detach(); }
// A lambda without captures has nothing to lose; nor has a static function.
void no_captures_ok(aio::EventLoop &loop) {
  loop.create_task([]() -> aio::Coro<int> { co_return 1; }()).detach();
  loop.create_task(Session().shared()).detach();
}
// The body never speaks of it.
aio::Coro<int> ignores(const std::string &) { co_return 1; }
void ignored_ok(aio::EventLoop &loop) { loop.create_task(ignores("text")).detach(); }
// A function with a body that is no coroutine may have taken what it needs.
aio::Coro<int> copies(const std::string &text) { return by_value(text); }
aio::Coro<int> copied_ok() {
  auto later = copies("text");
  co_return co_await std::move(later);
}
// The combinators of the library own what is moved into them.
aio::Coro<> combinators_ok() {
  std::vector<aio::Coro<int>> all;
  all.push_back(by_value("text"));
  auto gathered = aio::gather(by_value("one"), by_value("two"));
  auto slept = aio::sleep(std::chrono::milliseconds(1), std::string("text"));
  co_await std::move(gathered);
  co_await std::move(slept);
}
// A capture of the lambda around it: when that dies is not known here.
aio::Coro<> captured_ok() {
  std::string text = "text";
  auto make = [&] { return by_reference(text); };
  co_await make();
}
// The callable is kept by the task.
void kept_by_the_task_ok(std::shared_ptr<Session> session, aio::EventLoop &loop) {
  loop.create_task(by_value("text")).detach();
  loop.create_task(session->serve()).detach();
}
