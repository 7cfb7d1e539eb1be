// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t --left=8
#include <aio/aio.h>

#include <chrono>
#include <exception>

aio::Coro<> work();
aio::Coro<int> leaf();
struct Client {
  aio::Coro<> ping();
};

aio::Coro<> statement_bad() {
  work();
  // CHECK-FIXES: {{^}}  co_await work();{{$}}
  co_return;
}
aio::Coro<> member_bad(Client &client) {
  client.ping();
  // CHECK-FIXES: {{^}}  co_await client.ping();{{$}}
  co_return;
}
aio::Coro<> void_cast_bad() {
  (void)work();
  // CHECK-FIXES: {{^}}  co_await work();{{$}}
  co_return;
}
aio::Coro<> branch_bad(bool wanted) {
  if (wanted)
    work();
  // CHECK-FIXES: {{^}}    co_await work();{{$}}
  co_return;
}
aio::Coro<> operation_bad() {
  aio::sleep(std::chrono::milliseconds(5));
  // CHECK-FIXES: {{^}}  co_await aio::sleep(std::chrono::milliseconds(5));{{$}}
  co_return;
}
void lambda_bad() {
  auto coroutine = []() -> aio::Coro<> {
    work();
    // CHECK-FIXES: {{^}}    co_await work();{{$}}
    co_return;
  };
  aio::run(coroutine());
}

// From here on there is a finding and no fix.

// The value would be lost, and nobody knows whether it matters.
aio::Coro<> value_bad() {
  leaf();
  // CHECK-FIXES: {{^}}  leaf();{{$}}
  co_return;
}

// No coroutine around it.
void elsewhere_bad() {
  work();
  // CHECK-FIXES: {{^}}  work();{{$}}
}
aio::Coro<> inner_lambda_bad() {
  auto start = [] {
    work();
    // CHECK-FIXES: {{^}}    work();{{$}}
  };
  start();
  co_return;
}

// The language forbids co_await in a handler.
aio::Coro<> handler_bad() {
  try {
    co_await work();
  } catch (const std::exception &) {
    work();
    // CHECK-FIXES: {{^}}    work();{{$}}
  }
}

// Kept in a variable: where it was meant to be awaited is not known.
aio::Coro<> kept_bad() {
  auto coroutine = work();
  // CHECK-FIXES: {{^}}  auto coroutine = work();{{$}}
  co_return;
}

// Part of a larger expression.
aio::Coro<> comma_bad(int i) {
  work(), ++i;
  // CHECK-FIXES: {{^}}  co_await work(), ++i;{{$}}
  co_return;
}
aio::Coro<> conditional_bad(bool first) {
  first ? work() : work();
  // CHECK-FIXES: {{^}}  first ? work() : work();{{$}}
  co_return;
}

// Not in macros; in templates, where all instantiations agree.
#define START(coroutine) coroutine
aio::Coro<> macro_bad() {
  START(work());
  // CHECK-FIXES: {{^}}  START(work());{{$}}
  co_return;
}
template <class T> aio::Coro<> template_bad() {
  work();
  // CHECK-FIXES: {{^}}  co_await work();{{$}}
  co_return;
}
template aio::Coro<> template_bad<int>();
