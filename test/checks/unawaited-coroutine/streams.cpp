// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t
// REQUIRES: aio-queue, aio-streams, aio-wait-for
#include <aio/aio.h>

#include <chrono>

using namespace std::chrono_literals;

aio::Coro<> work();

aio::Coro<> operations_bad(aio::Queue<int> &queue, aio::StreamWriter &writer) {
  queue.put(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'aio::Queue::put' is dropped; its body never runs [async-unawaited-coroutine]
  writer.drain();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: coroutine returned by 'aio::StreamWriter::drain' is dropped; its body never runs [async-unawaited-coroutine]
  aio::wait_for(work(), 5ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine returned by 'aio::wait_for' is dropped; its body never runs [async-unawaited-coroutine]
  co_return;
}
aio::Coro<> operations_ok(aio::Queue<int> &queue, aio::StreamWriter &writer) {
  queue.put_nowait(1);
  writer.write("x");
  co_await queue.put(1);
  co_await writer.drain();
  co_await aio::wait_for(work(), 5ms);
}
