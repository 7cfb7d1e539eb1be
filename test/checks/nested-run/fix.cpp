// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t --left=10
#include <aio/aio.h>

#include <functional>
#include <string>
#include <utility>

aio::Coro<> work();
aio::Coro<int> leaf();
aio::Coro<bool> flag();
aio::Coro<std::string> text();
struct Client {
  aio::Coro<int> get(int key);
};

aio::Coro<> statement_bad() {
  aio::run(work());
  // CHECK-FIXES: {{^}}  co_await work();{{$}}
  co_return;
}

aio::Coro<int> initializer_bad() {
  int value = aio::run(leaf());
  // CHECK-FIXES: {{^}}  int value = co_await leaf();{{$}}
  co_return value;
}

aio::Coro<int> co_return_bad() {
  co_return aio::run(leaf());
  // CHECK-FIXES: {{^}}  co_return co_await leaf();{{$}}
}

aio::Coro<int> argument_bad(Client &client) {
  co_return aio::run(client.get(aio::run(leaf())));
  // CHECK-FIXES: {{^}}  co_return co_await client.get(co_await leaf());{{$}}
}

aio::Coro<int> operators_bad() {
  int sum = 1 + aio::run(leaf());
  // CHECK-FIXES: {{^}}  int sum = 1 + co_await leaf();{{$}}
  if (!aio::run(flag()))
    // CHECK-FIXES: {{^}}  if (!co_await flag()){{$}}
    co_return sum;
  co_return 0;
}

aio::Coro<std::size_t> postfix_bad() {
  co_return aio::run(text()).size();
  // CHECK-FIXES: {{^}}  co_return (co_await text()).size();{{$}}
}

aio::Coro<char> subscript_bad() {
  co_return aio::run(text())[0];
  // CHECK-FIXES: {{^}}  co_return (co_await text())[0];{{$}}
}

aio::Coro<int> loop_bad(aio::EventLoop &loop) {
  co_return loop.run_until_complete(leaf());
  // CHECK-FIXES: {{^}}  co_return co_await leaf();{{$}}
}

aio::Coro<> running_loop_bad() {
  aio::get_running_loop().run_until_complete(work());
  // CHECK-FIXES: {{^}}  co_await work();{{$}}
  co_return;
}

aio::Coro<> runner_bad() {
  aio::Runner runner;
  runner.run(work());
  // CHECK-FIXES: {{^}}  co_await work();{{$}}
  co_return;
}

aio::Coro<> void_cast_bad() {
  (void)aio::run(leaf());
  // CHECK-FIXES: {{^}}  (void)co_await leaf();{{$}}
  co_return;
}

void lambda_bad() {
  auto coroutine = []() -> aio::Coro<int> { co_return aio::run(leaf()); };
  // CHECK-FIXES: {{^}}  auto coroutine = []() -> aio::Coro<int> { co_return co_await leaf(); };{{$}}
  aio::run(coroutine());
}

// From here on there is a finding and no fix.

// The helper is no coroutine.
int helper_bad() { return aio::run(leaf()); }
// CHECK-FIXES: {{^}}int helper_bad() { return aio::run(leaf()); }{{$}}
aio::Coro<int> hop() { co_return helper_bad(); }

// The lambda inside is no coroutine.
aio::Coro<int> inner_lambda_bad() {
  co_return [] { return aio::run(leaf()); }();
  // CHECK-FIXES: {{^}}  co_return [] { return aio::run(leaf()); }();{{$}}
}

void callback_bad(aio::EventLoop &loop) {
  loop.call_soon([] { aio::run(work()); });
  // CHECK-FIXES: {{^}}  loop.call_soon([] { aio::run(work()); });{{$}}
}

// The language forbids co_await in a handler and in the initializer of a static.
aio::Coro<> handler_bad() {
  try {
    co_await work();
  } catch (const std::exception &) {
    aio::run(work());
    // CHECK-FIXES: {{^}}    aio::run(work());{{$}}
  }
}
aio::Coro<int> static_bad() {
  static int value = aio::run(leaf());
  // CHECK-FIXES: {{^}}  static int value = aio::run(leaf());{{$}}
  co_return value;
}

// Options would be lost.
aio::Coro<> options_bad() {
  aio::run(work(), {.debug = true});
  // CHECK-FIXES: {{^}}  aio::run(work(), {.debug = true});{{$}}
  co_return;
}

// A callable is not a coroutine.
aio::Coro<> callable_bad() {
  aio::run([] { return work(); });
  // CHECK-FIXES: {{^}}  aio::run([] { return work(); });{{$}}
  co_return;
}

// Nothing to await.
aio::Coro<> forever_bad(aio::EventLoop &loop) {
  loop.run_forever();
  // CHECK-FIXES: {{^}}  loop.run_forever();{{$}}
  co_return;
}
aio::Coro<> drain_bad(aio::EventLoop &loop) {
  aio::drain(loop);
  // CHECK-FIXES: {{^}}  aio::drain(loop);{{$}}
  co_return;
}

// Not in macros; in templates, where all instantiations agree.
#define WAIT_FOR(coroutine) aio::run(coroutine)
aio::Coro<> macro_bad() {
  WAIT_FOR(work());
  // CHECK-FIXES: {{^}}  WAIT_FOR(work());{{$}}
  co_return;
}
template <class T> aio::Coro<T> template_bad() {
  co_return aio::run(leaf());
  // CHECK-FIXES: {{^}}  co_return co_await leaf();{{$}}
}
template aio::Coro<int> template_bad<int>();
