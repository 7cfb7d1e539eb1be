// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t
#include <aio/aio.h>

#include <utility>

aio::Coro<> work();
aio::Coro<int> leaf();

// Every note, and no other.
void elsewhere_bad() {
  leaf();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine returned by 'leaf' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: run it or start it as a task
}
aio::Coro<> inside_bad() {
  leaf();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: coroutine returned by 'leaf' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: 'co_await' it, or start it as a task
  co_return;
}
aio::Coro<> path_bad(bool wanted) {
  auto coroutine = leaf();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is not awaited on every path; its body never runs there [async-unawaited-coroutine]
  // CHECK-NOTES: :[[@LINE+4]]:1: note: it is dropped where this function ends
  // CHECK-NOTES: :[[@LINE-3]]:{{[0-9]+}}: note: 'co_await' it, or start it as a task
  if (wanted)
    co_await std::move(coroutine);
}
