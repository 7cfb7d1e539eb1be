// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t -- -- -isystem %S/Inputs
#include <exec/task.hpp>

#include <utility>

exec::task<int> child();
std::execution::task<int> standard();

exec::task<int> dropped_bad() {
  (void)child();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'child' is dropped; its body never runs [async-unawaited-coroutine]
  standard();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'standard' is dropped; its body never runs [async-unawaited-coroutine]
  co_return 1;
}

exec::task<int> awaited_ok() {
  auto kept = child();
  co_return co_await standard() + co_await std::move(kept);
}
exec::task<int> returned_ok() { return child(); }
void waited_ok() { stdexec::sync_wait(child()); }
