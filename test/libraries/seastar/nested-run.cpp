// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-blocking-call %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/seastar.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <seastar/core/seastar.hh>

#include <chrono>
#include <thread>
#include <utility>

using seastar::future;

future<int> read();

future<int> gets_bad() {
  co_return read().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'seastar::future::get' is called on a running event loop; it aborts [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-2]]:20: note: 'co_await' it, or work in 'seastar::async'
}
future<int> continuation_bad() {
  return read().then([](int) {
    return read().get();
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'seastar::future::get' is called on a running event loop; it aborts [async-nested-run]
  });
}
static int load() {
  return read().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'seastar::future::get' is called on a running event loop; it aborts [async-nested-run]
}
future<int> on_a_shard_bad() {
  return seastar::smp::submit_to(1, [] { return load(); });
}
future<> sleeps_bad() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'std::this_thread::sleep_for' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}

future<int> awaited_ok() { co_return co_await read(); }
future<int> thread_ok() {
  return seastar::async([] { return read().get() + load(); });
}
// A named future may be ready: 'then_wrapped' gives one that is.
future<int> ready_ok() {
  return read().then_wrapped([](future<int> done) { return done.get(); });
}
future<int> as_future_ok() {
  auto done = co_await seastar::coroutine::as_future<int>(read());
  co_return done.get();
}
future<int> as_future_at_once_ok() { co_return (co_await seastar::coroutine::as_future<int>(read())).get(); }
future<int> moved_ok(future<int> done) {
  if (done.available())
    co_return std::move(done).get();
  co_return 0;
}
future<> sleeps_ok() { co_await seastar::sleep(std::chrono::milliseconds(1)); }
void outside_ok() { read().get(); }
