// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-blocking-call %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/userver.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <userver/userver.hpp>

#include <chrono>
#include <thread>

using namespace userver;

static int load() {
  std::this_thread::sleep_for(std::chrono::seconds(1));
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'std::this_thread::sleep_for' blocks the thread of a running event loop [async-blocking-call]
  return 1;
}
struct Slow : server::handlers::HttpHandlerBase {
  std::string HandleRequestThrow(const server::Request &) const override { return std::to_string(load()); }
};
struct Starts : server::handlers::HttpHandlerBase {
  std::string HandleRequest(server::Request &) const override {
    engine::RunStandalone([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'userver::engine::RunStandalone' is called on a running event loop; it throws [async-nested-run]
    auto task = engine::AsyncNoSpan([] { return 1; });
    task.BlockingWait();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'userver::engine::TaskBase::BlockingWait' is called on a running event loop; it aborts [async-nested-run]
    return {};
  }
};
void tasks_bad() {
  utils::Async("slow", [] {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'std::this_thread::sleep_for' blocks the thread of a running event loop [async-blocking-call]
    return 1;
  }).Get();
}

struct Fast : server::handlers::HttpHandlerBase {
  std::string HandleRequestThrow(const server::Request &) const override {
    auto task = utils::Async("work", [] { return 1; });
    task.Wait();
    return std::to_string(task.Get());
  }
};
// A task processor that is named may be the one for blocking work.
void file_system_ok(engine::TaskProcessor &blocking) {
  utils::Async(blocking, "slow", [] {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    return 1;
  }).Get();
  engine::AsyncNoSpan(blocking, [] {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    return 1;
  }).Get();
}
void thread_ok() {
  engine::CriticalAsyncNoSpan([] {
    std::thread([] { std::this_thread::sleep_for(std::chrono::seconds(1)); }).detach();
    return 1;
  }).Get();
}
int main() {
  engine::RunStandalone([] { utils::CriticalAsync("work", [] { return 1; }).Get(); });
  std::this_thread::sleep_for(std::chrono::seconds(1));
}
