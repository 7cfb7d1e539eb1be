// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t
#include <aio/aio.h>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

using namespace std::chrono_literals;

aio::Coro<> work();
aio::Coro<> other();
aio::Coro<int> leaf();

// The text, once in full: inside a coroutine and outside of one.
aio::Coro<> statement_bad() {
  leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'leaf' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'co_await' it, or start it as a task
  co_return;
}
void statement_elsewhere_bad() {
  work();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: run it or start it as a task
}

// Every way to drop the value of a call.
void void_cast_bad() {
  (void)work();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
  static_cast<void>(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
}
void comma_bad(int i) {
  work(), ++i;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
  ++i, work();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
}
void conditional_bad(bool first) {
  first ? work() : other();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-MESSAGES: :[[@LINE-2]]:20: warning: coroutine returned by 'other' is dropped; its body never runs [async-unawaited-coroutine]
}
void branches_bad(int kind) {
  if (kind == 1)
    work();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
  else
    other();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: coroutine returned by 'other' is dropped; its body never runs [async-unawaited-coroutine]
  switch (kind) {
  case 0:
    work();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
    break;
  default:
    break;
  }
  for (; kind < 3; work())
    // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
    ++kind;
}
aio::Coro<> handler_bad() {
  try {
    co_await work();
  } catch (const std::exception &) {
    other();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: coroutine returned by 'other' is dropped; its body never runs [async-unawaited-coroutine]
  }
}
aio::Coro<> awaited_left_dropped_right_bad() {
  co_await aio::yield_now(), work();
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
}

// Everything that returns one.
struct Client {
  aio::Coro<int> get(int key);
  static aio::Coro<> connect();
  aio::Coro<> operator()();
};
namespace net {
inline namespace v1 {
template <class T> aio::Coro<T> receive();
}
} // namespace net
void callees_bad(Client &client) {
  client.get(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: coroutine returned by 'Client::get' is dropped; its body never runs [async-unawaited-coroutine]
  Client::connect();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: coroutine returned by 'Client::connect' is dropped; its body never runs [async-unawaited-coroutine]
  net::receive<int>();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine returned by 'net::receive' is dropped; its body never runs [async-unawaited-coroutine]
}
auto made_by_a_factory() { return leaf(); }
using Job = aio::Coro<>;
Job aliased();
void plain_functions_bad() {
  made_by_a_factory();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'made_by_a_factory' is dropped; its body never runs [async-unawaited-coroutine]
  aliased();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'aliased' is dropped; its body never runs [async-unawaited-coroutine]
}
void lambda_bad() {
  auto coroutine = [](int) -> aio::Coro<> { co_return; };
  coroutine(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: coroutine returned by a lambda is dropped; its body never runs [async-unawaited-coroutine]
  []() -> aio::Coro<> { co_return; }();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: coroutine returned by a lambda is dropped; its body never runs [async-unawaited-coroutine]
}
void callable_bad(const std::function<aio::Coro<>()> &callback, aio::Coro<> (*pointer)()) {
  callback();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: coroutine returned by '{{.*}}' is dropped; its body never runs [async-unawaited-coroutine]
  pointer();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: coroutine returned by 'pointer' is dropped; its body never runs [async-unawaited-coroutine]
}

// The runtime's own operations.
aio::Coro<> operations_bad(aio::Event &event, aio::Lock &lock) {
  aio::sleep(5ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine returned by 'aio::sleep' is dropped; its body never runs [async-unawaited-coroutine]
  event.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'aio::Event::wait' is dropped; its body never runs [async-unawaited-coroutine]
  lock.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine returned by 'aio::Lock::acquire' is dropped; its body never runs [async-unawaited-coroutine]
  aio::gather(leaf(), leaf());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine returned by 'aio::gather' is dropped; its body never runs [async-unawaited-coroutine]
  co_return;
}
// seastar#3247: the guard's type invites to keep it; the lock is never taken.
aio::Coro<> guard_bad(aio::Lock &lock) {
  auto guard = lock.scoped();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'guard' is never awaited; its body never runs [async-unawaited-coroutine]
  co_await work();
}

// Kept and forgotten.
aio::Coro<> kept_bad() {
  auto coroutine = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is never awaited; its body never runs [async-unawaited-coroutine]
  // CHECK-MESSAGES: :[[@LINE-2]]:{{[0-9]+}}: note: 'co_await' it, or start it as a task
  co_return;
}
void kept_forms_bad() {
  aio::Coro<int> typed = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: coroutine in 'typed' is never awaited; its body never runs [async-unawaited-coroutine]
  const auto constant = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: coroutine in 'constant' is never awaited; its body never runs [async-unawaited-coroutine]
  auto &&reference = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: coroutine in 'reference' is never awaited; its body never runs [async-unawaited-coroutine]
  const aio::Coro<> &bound = work();
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: coroutine in 'bound' is never awaited; its body never runs [async-unawaited-coroutine]
  [[maybe_unused]] auto unused = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: coroutine in 'unused' is never awaited; its body never runs [async-unawaited-coroutine]
  auto cast = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'cast' is never awaited; its body never runs [async-unawaited-coroutine]
  (void)cast;
  aio::Coro<> braced{work()};
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: coroutine in 'braced' is never awaited; its body never runs [async-unawaited-coroutine]
}
aio::Coro<> moved_to_another_variable_bad() {
  auto first = work();
  auto second = std::move(first);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'second' is never awaited; its body never runs [async-unawaited-coroutine]
  co_return;
}
aio::Coro<> one_of_two_bad() {
  auto first = leaf();
  auto second = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'second' is never awaited; its body never runs [async-unawaited-coroutine]
  co_await std::move(first);
}

// Not on every path.
aio::Coro<> branch_bad(bool wanted) {
  auto coroutine = work();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is not awaited on every path; its body never runs there [async-unawaited-coroutine]
  // CHECK-MESSAGES: :[[@LINE+4]]:1: note: it is dropped where this function ends
  // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: 'co_await' it, or start it as a task
  if (wanted)
    co_await std::move(coroutine);
}
int early_return_bad(bool enough) {
  auto coroutine = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is not awaited on every path; its body never runs there [async-unawaited-coroutine]
  // CHECK-MESSAGES: :[[@LINE+2]]:5: note: it is dropped at this 'return'
  if (enough)
    return 0;
  return aio::run(std::move(coroutine));
}
aio::Coro<int> early_co_return_bad(bool enough) {
  auto coroutine = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is not awaited on every path; its body never runs there [async-unawaited-coroutine]
  if (enough)
    co_return 0;
  co_return co_await std::move(coroutine);
}
aio::Coro<> assigned_bad() {
  auto coroutine = work();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is not awaited on every path; its body never runs there [async-unawaited-coroutine]
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: note: it is dropped when it is assigned here
  coroutine = other();
  co_await std::move(coroutine);
}
aio::Coro<> switch_bad(int kind) {
  auto coroutine = work();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is not awaited on every path; its body never runs there [async-unawaited-coroutine]
  switch (kind) {
  case 0:
    co_await std::move(coroutine);
    break;
  case 1:
    break;
  default:
    aio::create_task(std::move(coroutine)).detach();
  }
}

// Templates and macros.
template <class T> void template_bad(T value) {
  work();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
  (void)value;
}
template void template_bad(int);
template void template_bad(long);
#define START(coroutine) coroutine
void macro_bad() {
  START(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
}
