// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-blocking-call %t --left=2
#include <aio/aio.h>

#include <chrono>
#include <thread>

using namespace std::chrono_literals;

aio::Coro<> literal_bad() {
  std::this_thread::sleep_for(1s);
  // CHECK-FIXES: {{^}}  co_await aio::sleep(1s);{{$}}
  co_return;
}
aio::Coro<> expression_bad(std::chrono::milliseconds step) {
  for (int turn = 1; turn < 4; ++turn)
    std::this_thread::sleep_for(turn * step);
  // CHECK-FIXES: {{^}}    co_await aio::sleep(turn * step);{{$}}
  co_return;
}
void lambda_bad(aio::EventLoop &loop) {
  auto work = []() -> aio::Coro<> {
    using std::this_thread::sleep_for;
    sleep_for(5ms);
    // CHECK-FIXES: {{^}}    co_await aio::sleep(5ms);{{$}}
    co_return;
  };
  loop.run_until_complete(work());
}
// Refused: the helper is no coroutine; a handler can't suspend.
static void helper() { std::this_thread::sleep_for(1s); }
// CHECK-FIXES: {{^}}static void helper() { std::this_thread::sleep_for(1s); }{{$}}
aio::Coro<> refused_bad() {
  helper();
  try {
    co_await aio::sleep(1s);
  } catch (const aio::RuntimeError &) {
    std::this_thread::sleep_for(1s);
    // CHECK-FIXES: {{^}}    std::this_thread::sleep_for(1s);{{$}}
  }
}
