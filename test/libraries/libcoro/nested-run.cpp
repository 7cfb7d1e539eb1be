// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-reentrant-loop,async-blocking-call %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/libcoro.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <coro/coro.hpp>

#include <thread>

coro::task<int> child();
coro::task<> drained();

coro::task<int> waits_bad() {
  co_return coro::sync_wait(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'coro::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-2]]:19: note: 'co_await' it
}
// jbaldwin/libcoro#393: a destructor waits.
struct Server {
  ~Server() {
    coro::sync_wait(drained());
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'coro::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  }
};
coro::task<> destroys_bad() {
  Server server;
  co_return;
}
coro::task<> pumps_bad(coro::scheduler &scheduler, coro::thread_pool &pool) {
  scheduler.process_events();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'coro::scheduler::process_events' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  pool.shutdown();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'coro::thread_pool::shutdown' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}

coro::task<int> awaited_ok() { co_return co_await child(); }
coro::task<> all_ok() { co_await coro::when_all(child(), child()); }
coro::task<> scheduled_ok(coro::scheduler &scheduler) {
  co_await scheduler.schedule();
  scheduler.spawn_detached(drained());
}
coro::task<> thread_ok() {
  std::thread([] { coro::sync_wait(child()); }).detach();
  co_return;
}
int main() {
  auto scheduler = coro::scheduler::make_unique();
  auto pool = coro::thread_pool::make_unique();
  scheduler->process_events();
  pool->shutdown();
  return coro::sync_wait(child());
}
