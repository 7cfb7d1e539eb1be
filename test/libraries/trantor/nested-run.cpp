// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-blocking-call,async-unawaited-coroutine %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/trantor.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <drogon/drogon.h>

#include <thread>

using trantor::EventLoop;

static void drain(EventLoop &loop) {
  loop.loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'trantor::EventLoop::loop' is called on a running event loop; it aborts [async-nested-run]
}
static void drain_guarded_ok(EventLoop &loop) {
  if (!loop.isInLoopThread())
    loop.loop();
}
void queue_bad(EventLoop &loop) {
  loop.queueInLoop([&] { drain(loop); });
  loop.runAfter(1, [&] { loop.loop(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'trantor::EventLoop::loop' is called on a running event loop; it aborts [async-nested-run]
}
void queue_ok(EventLoop &loop) {
  loop.runInLoop([&] { loop.quit(); });
  loop.runEvery(1, [&] { drain_guarded_ok(loop); });
  loop.queueInLoop([] {
    std::thread([] {
      EventLoop own;
      own.loop();
    }).detach();
  });
}

drogon::Task<int> child();
drogon::Task<int> waits_bad(drogon::HttpClient &client, drogon::orm::DbClient &database) {
  client.sendRequest("/");
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'drogon::HttpClient::sendRequest' blocks the thread of a running event loop [async-blocking-call]
  database.execSqlSync("select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'drogon::orm::DbClient::execSqlSync' blocks the thread of a running event loop [async-blocking-call]
  co_return drogon::sync_wait(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'drogon::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
}
void forgotten_bad() {
  auto task = child();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'task' is never awaited; its body never runs [async-unawaited-coroutine]
}
drogon::Task<int> awaits_ok(drogon::HttpClient &client, drogon::orm::DbClient &database) {
  std::function<void(int)> done = [](int) {};
  client.sendRequest("/", done);
  client.sendRequest("/", [](int) {});
  database.execSqlAsync("select 1", done);
  co_return co_await child();
}
int main() {
  drogon::HttpClient client;
  client.sendRequest("/");
  drogon::sync_wait(child());
  drogon::app().run();
}
