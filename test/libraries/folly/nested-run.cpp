// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-blocking-call %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/folly.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <folly/coro/BlockingWait.h>
#include <folly/executors/CPUThreadPoolExecutor.h>
#include <folly/futures/Future.h>
#include <folly/io/async/AsyncTimeout.h>

#include <thread>
#include <utility>

using folly::coro::Task;

Task<int> child();
folly::SemiFuture<int> started();

Task<int> waits_bad() {
  co_return folly::coro::blockingWait(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'folly::coro::blockingWait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: 'co_await' it
}
Task<int> future_bad() {
  co_return started().get();
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'folly::SemiFuture::get' blocks the thread of a running event loop [async-blocking-call]
}
void posted_bad(folly::EventBase &base) {
  base.runInEventBaseThread([&] {
    base.loopOnce();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'folly::EventBase::loopOnce' is called on a running event loop; it aborts [async-nested-run]
  });
  base.runInLoop([&] {
    base.runInEventBaseThreadAndWait([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'folly::EventBase::runInEventBaseThreadAndWait' blocks the thread of a running event loop [async-blocking-call]
  });
}
struct Retry : folly::AsyncTimeout {
  folly::EventBase &base;
  explicit Retry(folly::EventBase &base) : AsyncTimeout(&base), base(base) {}
  void timeoutExpired() noexcept override {
    base.loop();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'folly::EventBase::loop' is called on a running event loop; it aborts [async-nested-run]
  }
};
Task<void> private_bad() {
  folly::EventBase own;
  own.loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'folly::EventBase::loop' is called on a running event loop; the loop stalls until it returns [async-nested-run]
  co_return;
}

Task<int> awaited_ok() { co_return co_await child() + co_await started(); }
Task<int> ready_ok(folly::SemiFuture<int> future) {
  if (future.isReady())
    co_return std::move(future).get();
  co_return 0;
}
static void on_base(folly::EventBase &base) {
  if (base.isInEventBaseThread())
    return;
  base.runInEventBaseThreadAndWait([] {});
}
Task<void> guarded_ok(folly::EventBase &base) {
  on_base(base);
  co_return;
}
void pool_ok(folly::CPUThreadPoolExecutor &pool) {
  pool.add([] { folly::coro::blockingWait(child()); });
}
void thread_ok(folly::EventBase &base) {
  base.runInEventBaseThread([] { std::thread([] { folly::coro::blockingWait(child()); }).detach(); });
}
struct Quiet : folly::AsyncTimeout {
  folly::EventBase &base;
  explicit Quiet(folly::EventBase &base) : AsyncTimeout(&base), base(base) {}
  void timeoutExpired() noexcept override { base.terminateLoopSoon(); }
};
int main() {
  folly::EventBase base;
  std::thread runner([&] { base.loopForever(); });
  int result = folly::coro::blockingWait(child()) + started().get();
  base.runInEventBaseThreadAndWait([] {});
  base.terminateLoopSoon();
  runner.join();
  return result;
}
