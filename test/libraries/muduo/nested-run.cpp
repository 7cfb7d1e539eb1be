// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/muduo.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <muduo/net/EventLoop.h>

#include <thread>

using muduo::net::EventLoop;

static void drain(EventLoop &loop) {
  loop.loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'muduo::net::EventLoop::loop' is called on a running event loop; it aborts [async-nested-run]
}
static void drain_guarded_ok(EventLoop &loop) {
  if (!loop.isInLoopThread())
    loop.loop();
}
void queue_bad(EventLoop &loop) {
  loop.queueInLoop([&] { drain(loop); });
  loop.runAfter(1, [&] { loop.loop(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'muduo::net::EventLoop::loop' is called on a running event loop; it aborts [async-nested-run]
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
int main() {
  EventLoop loop;
  queue_bad(loop);
  queue_ok(loop);
  loop.loop();
}
