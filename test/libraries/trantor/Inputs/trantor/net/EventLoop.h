// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of trantor that its model names, written for these tests.
#pragma once
#include <functional>
namespace trantor {
class EventLoop {
public:
  EventLoop();
  ~EventLoop();
  void loop();
  void quit();
  void runInLoop(std::function<void()> callback);
  void queueInLoop(std::function<void()> callback);
  void runAt(double when, std::function<void()> callback);
  void runAfter(double delay, std::function<void()> callback);
  void runEvery(double interval, std::function<void()> callback);
  bool isInLoopThread() const;
};
} // namespace trantor
