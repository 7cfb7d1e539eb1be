// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t --left=any -- -- -isystem %S/Inputs
#include <cppcoro/cppcoro.hpp>

#include <utility>

using cppcoro::task;

task<> child();
task<int> value();

task<> dropped_bad() {
  child();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'child' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-FIXES: {{^}}  co_await child();{{$}}
  (void)value();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'value' is dropped; its body never runs [async-unawaited-coroutine]
  co_return;
}
task<> kept_bad() {
  auto kept = value();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'kept' is never awaited; its body never runs [async-unawaited-coroutine]
  co_return;
}

task<> awaited_ok() {
  co_await child();
  auto kept = value();
  co_await std::move(kept);
}
task<int> returned_ok() { return value(); }
int waited_ok() { return cppcoro::sync_wait(value()); }
task<> combined_ok() { co_await cppcoro::when_all(child(), value()); }
cppcoro::async_generator<int> numbers();
void not_drawn_ok() { (void)numbers(); }
