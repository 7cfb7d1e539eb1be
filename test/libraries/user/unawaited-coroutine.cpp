// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: rm -rf %t && mkdir -p %t && cp %inputs/warp.yaml %t/.async-tidy.yaml
// RUN: %check %s async-unawaited-coroutine %t/copy
#include <utility>
#include <warp.h>

warp::Lazy<> work();
warp::Lazy<int> leaf();
warp::Eager fire();

void dropped_bad() {
  work();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'work' is dropped; its body never runs [async-unawaited-coroutine]
}
void kept_bad() {
  auto coroutine = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is never awaited; its body never runs [async-unawaited-coroutine]
}

// The coroutine itself is asked, not its result.
warp::Lazy<> condition_bad() {
  if (work())
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: coroutine returned by 'work' is used as a condition; its body never runs [async-unawaited-coroutine]
    co_return;
  while (!leaf()) {
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: coroutine returned by 'leaf' is used as a condition; its body never runs [async-unawaited-coroutine]
  }
  int chosen = leaf() ? 1 : 2;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: coroutine returned by 'leaf' is used as a condition; its body never runs [async-unawaited-coroutine]
  if (chosen && work())
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: coroutine returned by 'work' is used as a condition; its body never runs [async-unawaited-coroutine]
    co_return;
}

// Dropping what has started is not this check's business.
void eager_ok() {
  fire();
  (void)fire();
  auto kept = fire();
}
warp::Lazy<> awaited_ok() {
  co_await work();
  if (co_await leaf())
    co_return;
  auto coroutine = leaf();
  co_await std::move(coroutine);
  auto other = leaf();
  if (other)
    co_await std::move(other);
  else
    co_await std::move(other);
}
