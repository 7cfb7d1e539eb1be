// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t
#include <aio/aio.h>

aio::Coro<> work();
aio::Coro<int> leaf();

// Every note, and no other.
aio::Coro<> direct_bad() {
  aio::run(work());
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  // CHECK-NOTES: :[[@LINE-3]]:13: note: 'direct_bad' runs on the loop: it is a coroutine
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'co_await' the coroutine instead
  co_return;
}

struct Cache {
  int load_bad() {
    return aio::run(leaf());
    // CHECK-NOTES: :[[@LINE-1]]:17: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
    // CHECK-NOTES: :[[@LINE+7]]:{{[0-9]+}}: note: a lambda runs on the loop: it is handed to 'aio::EventLoop::call_soon' here
    // CHECK-NOTES: :[[@LINE+6]]:29: note: a lambda calls 'Cache::refresh' here
    // CHECK-NOTES: :[[@LINE+3]]:20: note: 'Cache::refresh' calls 'Cache::load_bad' here
    // CHECK-NOTES: :[[@LINE-5]]:17: note: 'co_await' the coroutine instead
  }
  void refresh() { load_bad(); }
  void start(aio::EventLoop &loop) {
    loop.call_soon([this] { refresh(); });
  }
};

// The shortest chain is told; the other callers are counted.
void shared_bad() {
  aio::run(work());
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  // CHECK-NOTES: :[[@LINE+10]]:13: note: 'near' runs on the loop: it is a coroutine
  // CHECK-NOTES: :[[@LINE+10]]:3: note: 'near' calls 'shared_bad' here
  // CHECK-NOTES: note: and 1 more caller{{$}}
  // CHECK-NOTES: :[[@LINE-5]]:8: note: 'co_await' the coroutine instead
}
void detour() { shared_bad(); }
aio::Coro<> far() {
  detour();
  co_return;
}
aio::Coro<> near() {
  shared_bad();
  co_return;
}
