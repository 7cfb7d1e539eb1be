// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-reentrant-loop %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/cppcoro.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <cppcoro/cppcoro.hpp>

#include <thread>

using cppcoro::sync_wait, cppcoro::task;

task<int> child();

task<int> waits_bad() {
  co_return sync_wait(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'cppcoro::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-3]]:11: note: 'waits_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:13: note: 'co_await' it
}
static int load() {
  return sync_wait(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'cppcoro::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
}
task<> hidden_bad() {
  load();
  co_return;
}
task<> runs_bad(cppcoro::io_service &service) {
  service.process_events();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'cppcoro::io_service::process_events' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  service.process_one_pending_event();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'cppcoro::io_service::process_one_pending_event' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  co_return;
}
cppcoro::shared_task<int> shared_bad() {
  co_return sync_wait(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'cppcoro::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
}

task<int> awaited_ok() { co_return co_await child(); }
task<> all_ok() { co_await cppcoro::when_all(child(), child()); }
task<> thread_ok() {
  std::thread([] { sync_wait(child()); }).detach();
  co_return;
}
task<> scheduled_ok(cppcoro::io_service &service, cppcoro::static_thread_pool &pool) {
  co_await service.schedule();
  co_await pool.schedule();
  service.stop();
}
int outside_ok() { return sync_wait(child()); }
int main() {
  cppcoro::io_service service;
  std::thread runner([&] { service.process_events(); });
  int result = sync_wait(child());
  service.stop();
  runner.join();
  return result;
}
