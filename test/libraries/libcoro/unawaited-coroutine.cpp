// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t --left=any -- -- -isystem %S/Inputs
#include <coro/coro.hpp>

#include <utility>

coro::task<> child();
coro::task<int> value();

coro::task<> dropped_bad() {
  child();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'child' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-FIXES: {{^}}  co_await child();{{$}}
  auto kept = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'kept' is never awaited; its body never runs [async-unawaited-coroutine]
  co_return;
}

coro::task<int> awaited_ok() {
  co_await child();
  auto kept = value();
  co_return co_await std::move(kept);
}
coro::task<int> returned_ok() { return value(); }
void spawned_ok(coro::scheduler &scheduler) { scheduler.spawn_detached(child()); }
int waited_ok() { return coro::sync_wait(value()); }
