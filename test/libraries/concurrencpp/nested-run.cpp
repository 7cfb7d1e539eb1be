// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-reentrant-loop,async-unawaited-coroutine %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/concurrencpp.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <concurrencpp/concurrencpp.h>

#include <memory>
#include <utility>

using concurrencpp::lazy_result, concurrencpp::result;

result<int> read();
lazy_result<int> later();

result<int> gets_bad() {
  co_return read().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'concurrencpp::result::get' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-2]]:20: note: 'co_await' it
}
lazy_result<int> runs_bad() {
  co_return later().run().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'concurrencpp::result::get' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
}
void worker_bad(const std::shared_ptr<concurrencpp::worker_thread_executor> &worker) {
  worker->post([] { read().wait(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'concurrencpp::result::wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
}
void manual_bad(const std::shared_ptr<concurrencpp::manual_executor> &executor) {
  executor->post([&] { executor->loop(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'concurrencpp::manual_executor::loop' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
}
result<int> dropped_bad() {
  later();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'later' is dropped; its body never runs [async-unawaited-coroutine]
  co_return 1;
}

result<int> awaited_ok() { co_return co_await read() + co_await later(); }
result<int> resolved_ok() {
  auto done = co_await read().resolve();
  co_return done.get() + (co_await read().resolve()).get();
}
result<int> dropped_ok() {
  read(); // it runs at once
  later().run();
  co_return 1;
}
void pool_ok(const std::shared_ptr<concurrencpp::thread_executor> &executor) {
  executor->post([] { read().get(); });
}
int main() {
  concurrencpp::manual_executor executor;
  executor.loop(1);
  return read().get();
}
