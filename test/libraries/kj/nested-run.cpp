// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-blocking-call %t
// RUN: %async-tidy models verify %S/../../../checks/models/kj.yaml -- -std=c++20
// REQUIRES: kj
#include <kj/async.h>
#include <kj/thread.h>

#include <chrono>
#include <thread>

kj::Promise<int> read();

void continuation_bad(kj::WaitScope &scope) {
  read()
      .then([&](int) {
        return read().wait(scope);
        // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'kj::Promise::wait' is called on a running event loop; it throws [async-nested-run]
        // CHECK-MESSAGES: :[[@LINE-3]]:8: note: a lambda runs on the loop: it is handed to 'kj::Promise::then' here
        // CHECK-MESSAGES: :[[@LINE-3]]:23: note: return the promise, or start a fiber with 'startFiber'
      })
      .wait(scope);
}
static int load(kj::WaitScope &scope) {
  return read().wait(scope);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'kj::Promise::wait' is called on a running event loop; it throws [async-nested-run]
}
kj::Promise<int> later_bad(kj::WaitScope &scope) {
  return kj::evalLater([&] { return load(scope); });
}
kj::Promise<int> error_bad(kj::WaitScope &scope) {
  return read().catch_([&](kj::Exception &&) {
    return read().wait(scope);
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'kj::Promise::wait' is called on a running event loop; it throws [async-nested-run]
  });
}
struct Tasks : kj::TaskSet::ErrorHandler {
  kj::EventLoop &loop;
  explicit Tasks(kj::EventLoop &loop) : loop(loop) {}
  void taskFailed(kj::Exception &&) override {
    loop.run();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'kj::EventLoop::run' is called on a running event loop; it throws [async-nested-run]
  }
};
kj::Promise<void> sleeps_bad() {
  return read().then([](int) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'std::this_thread::sleep_for' blocks the thread of a running event loop [async-blocking-call]
  });
}
kj::Promise<void> other_thread_bad(const kj::Executor &executor) {
  return read().then([&](int) {
    executor.executeSync([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'kj::Executor::executeSync' blocks the thread of a running event loop [async-blocking-call]
  });
}

kj::Promise<int> chained_ok() {
  return read().then([](int) { return read(); });
}
kj::Promise<int> fiber_ok() {
  return kj::startFiber(65536, [](kj::WaitScope &scope) { return read().wait(scope); });
}
kj::Promise<void> thread_ok() {
  return kj::evalLater([] {
    kj::Thread worker([] {
      kj::EventLoop loop;
      kj::WaitScope scope(loop);
      read().wait(scope);
    });
    worker.detach();
  });
}
kj::Promise<void> elsewhere_ok(const kj::Executor &executor) {
  return read().then([&](int) { return executor.executeAsync([] {}); });
}
void helper_ok(kj::WaitScope &scope) { read().wait(scope); }
int main() {
  kj::EventLoop loop;
  kj::WaitScope scope(loop);
  helper_ok(scope);
  return chained_ok().wait(scope);
}
