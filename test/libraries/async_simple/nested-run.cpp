// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-blocking-call %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/async_simple.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <async_simple/Future.h>
#include <async_simple/coro/SyncAwait.h>

#include <thread>
#include <utility>

using async_simple::coro::Lazy, async_simple::coro::syncAwait;

Lazy<int> child();
async_simple::Future<int> started();

Lazy<int> waits_bad() {
  co_return syncAwait(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'async_simple::coro::syncAwait' is called on a running event loop; it throws [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: 'co_await' it
}
static int load(async_simple::Executor *executor) {
  return syncAwait(child(), executor);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'async_simple::coro::syncAwait' is called on a running event loop; it throws [async-nested-run]
}
Lazy<int> hidden_bad(async_simple::Executor *executor) { co_return load(executor); }
Lazy<int> future_bad() {
  co_return started().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'async_simple::Future::get' blocks the thread of a running event loop [async-blocking-call]
}

Lazy<int> awaited_ok() { co_return co_await child() + co_await started(); }
Lazy<int> moved_on_ok(async_simple::Executor *executor) { co_return co_await child().via(executor); }
Lazy<int> ready_ok(async_simple::Future<int> future) {
  if (future.hasResult())
    co_return std::move(future).get();
  co_return 0;
}
Lazy<int> thread_ok() {
  std::thread([] { syncAwait(child()); }).detach();
  co_return 1;
}
int outside_ok() { return started().get(); }
int main() { return syncAwait(child()); }
