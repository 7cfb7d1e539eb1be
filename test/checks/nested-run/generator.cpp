// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t
// REQUIRES: aio-async-generator
#include <aio/aio.h>

aio::Coro<int> leaf();

aio::AsyncGenerator<int> generator_bad() {
  co_yield aio::run(leaf());
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
aio::AsyncGenerator<int> generator_ok() { co_yield co_await leaf(); }
