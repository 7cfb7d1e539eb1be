// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=3 %s async-dropped-task %t
#include <aio/aio.h>

aio::Coro<int> leaf();

aio::Coro<> statement() {
  aio::create_task(leaf());
  // CHECK-FIXES: {{^}}  co_await aio::create_task(leaf());
  co_return;
}
aio::Coro<> in_a_branch(bool now) {
  if (now)
    aio::ensure_future(leaf());
  // CHECK-FIXES: {{^}}    co_await aio::ensure_future(leaf());
  co_return;
}

// No fix: no coroutine; more than the call; another thread's future.
void plain(aio::EventLoop &loop) { loop.create_task(leaf()); }
aio::Coro<> cast() {
  (void)aio::create_task(leaf());
  co_return;
}
aio::Coro<> comma(int &i) {
  aio::create_task(leaf()), ++i;
  co_return;
}
