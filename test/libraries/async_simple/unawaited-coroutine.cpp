// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t -- -- -isystem %S/Inputs
#include <async_simple/coro/SyncAwait.h>

#include <utility>

using async_simple::coro::Lazy;

Lazy<int> child();

Lazy<int> dropped_bad() {
  (void)child();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'child' is dropped; its body never runs [async-unawaited-coroutine]
  co_return 1;
}
Lazy<int> moved_bad(async_simple::Executor *executor) {
  auto kept = child().via(executor);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'kept' is never awaited; its body never runs [async-unawaited-coroutine]
  co_return 1;
}

Lazy<int> awaited_ok() {
  auto kept = child();
  co_return co_await std::move(kept);
}
Lazy<int> returned_ok() { return child(); }
void started_ok() {
  child().start([](auto &&) {});
}
int waited_ok() { return async_simple::coro::syncAwait(child()); }
