// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t -- -- -isystem %S/Inputs
#include <unifex/sync_wait.hpp>

#include <utility>

unifex::task<int> child();
unifex::nothrow_task<int> careful();

unifex::task<int> dropped_bad() {
  (void)child();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'child' is dropped; its body never runs [async-unawaited-coroutine]
  auto kept = careful();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'kept' is never awaited; its body never runs [async-unawaited-coroutine]
  co_return 1;
}

unifex::task<int> awaited_ok() {
  auto kept = child();
  co_return co_await careful() + co_await std::move(kept);
}
unifex::task<int> returned_ok() { return child(); }
void waited_ok() { unifex::sync_wait(child()); }
