// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-dropped-task %t
#include <aio/aio.h>

aio::Coro<int> leaf();
aio::Coro<> work();

// 1. Nobody has the handle.
aio::Coro<> statement_bad() {
  aio::create_task(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'aio::create_task' is dropped; its result and exception are lost [async-dropped-task]
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: keep it and await it, or start it in a task group
  co_return;
}
void member_bad(aio::EventLoop &loop) {
  loop.create_task(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'aio::EventLoop::create_task' is dropped
}
aio::Coro<> void_cast_bad() {
  (void)aio::create_task(leaf());
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: task returned by 'aio::create_task' is dropped
  co_return;
}
aio::Coro<> comma_bad(int &i) {
  aio::create_task(work()), ++i;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'aio::create_task' is dropped
  co_return;
}
aio::Coro<> ensured_bad() {
  aio::ensure_future(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'aio::ensure_future' is dropped
  co_return;
}

// 2. The future of another thread's work.
void concurrent_bad(aio::EventLoop &loop) {
  aio::run_coroutine_threadsafe(leaf(), loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'aio::run_coroutine_threadsafe' is dropped
}

// 3. A local handle dies, and nobody looked at it.
aio::Coro<> local_bad() {
  auto task = aio::create_task(leaf());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task in 'task' is never looked at; its result and exception are lost [async-dropped-task]
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: await it, or start it in a task group
  co_return;
}
aio::Coro<> local_void_cast_bad() {
  [[maybe_unused]] aio::Task<> task = aio::create_task(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: task in 'task' is never looked at
  (void)task;
  co_return;
}

// 4. In a lambda, in a template.
void lambda_bad(aio::EventLoop &loop) {
  loop.call_soon([] { aio::create_task(work()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: task returned by 'aio::create_task' is dropped
}
template <class T> aio::Coro<> template_bad(aio::Coro<T> coroutine) {
  aio::create_task(std::move(coroutine));
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'aio::create_task' is dropped
  co_return;
}
template aio::Coro<> template_bad(aio::Coro<int>);
