// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of folly that its model names, written for these tests.
#pragma once
#include <functional>

namespace folly {
using Func = std::function<void()>;
class Executor {
public:
  virtual ~Executor() = default;
  virtual void add(Func) = 0;
};
class HHWheelTimer;
class EventBase : public Executor {
public:
  class LoopCallback {
  public:
    virtual ~LoopCallback() = default;
    virtual void runLoopCallback() noexcept = 0;
  };
  EventBase();
  ~EventBase() override;
  void add(Func) override;
  bool loop();
  bool loopOnce(int flags = 0);
  void loopForever();
  void terminateLoopSoon();
  void runInEventBaseThread(Func) noexcept;
  void runInEventBaseThreadAlwaysEnqueue(Func) noexcept;
  void runImmediatelyOrRunInEventBaseThread(Func) noexcept;
  void runInEventBaseThreadAndWait(Func) noexcept;
  void runInLoop(Func, bool thisIteration = false);
  void runBeforeLoop(LoopCallback *);
  void runAfterLoop(LoopCallback *);
  HHWheelTimer &timer();
  bool isInEventBaseThread() const;
  bool inRunningEventBaseThread() const;
};
class EventHandler {
public:
  virtual ~EventHandler() = default;
  virtual void handlerReady(unsigned short events) noexcept = 0;
};
class EventBaseManager {
public:
  static EventBaseManager *get();
  EventBase *getEventBase() const;
};
} // namespace folly
