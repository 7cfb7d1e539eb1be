// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine,async-cross-thread-loop-use,async-implicit-loop,async-global-loop-policy %t -- -- -isystem %S/Inputs
#include <folly/coro/BlockingWait.h>
#include <folly/executors/GlobalExecutor.h>
#include <folly/io/async/EventBase.h>

#include <thread>
#include <utility>

using folly::coro::Task;

Task<int> child();
folly::coro::now_task<int> now();

Task<int> dropped_bad(folly::Executor *executor) {
  (void)child();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: coroutine returned by 'child' is dropped; its body never runs [async-unawaited-coroutine]
  auto kept = folly::coro::co_withExecutor(executor, child());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'kept' is never awaited; its body never runs [async-unawaited-coroutine]
  co_return 1;
}
Task<int> old_bad(folly::Executor *executor) {
  co_return co_await child().scheduleOn(executor);
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'folly::coro::Task::scheduleOn' is deprecated; its name is now 'folly::coro::co_withExecutor' [async-implicit-loop]
}
void other_thread_bad() {
  folly::EventBase base;
  std::thread other([&] {
    base.runInLoop([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'folly::EventBase::runInLoop' touches event loop 'base' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  base.loop();
  other.join();
}
void global_bad(std::shared_ptr<folly::Executor> mine) {
  folly::setCPUExecutor(mine);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'folly::setCPUExecutor' changes the whole process; every later user of the global executor gets it [async-global-loop-policy]
}
void implicit_bad() {
  folly::EventBaseManager::get()->getEventBase();
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'folly::EventBaseManager::getEventBase' picks an implicit event loop; it makes one for a thread that has none [async-implicit-loop]
  folly::getCPUExecutor();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'folly::getCPUExecutor' is deprecated; its name is now 'folly::getGlobalCPUExecutor' [async-implicit-loop]
}

Task<int> awaited_ok(folly::Executor *executor) {
  auto kept = child();
  auto moved = folly::coro::co_withExecutor(executor, child());
  co_return co_await std::move(kept) + co_await std::move(moved) + co_await now();
}
void started_ok(folly::Executor *executor) { folly::coro::co_withExecutor(executor, child()).start(); }
Task<int> returned_ok() { return child(); }
void safe_ok() {
  folly::EventBase base;
  std::thread other([&] {
    base.runInEventBaseThread([&] { base.runInLoop([] {}); });
    base.terminateLoopSoon();
  });
  base.loop();
  other.join();
}
void before_ok() {
  folly::EventBase base;
  base.runInLoop([] {});
  base.loop();
}
void global_ok() { folly::getGlobalCPUExecutor(); }
