// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s "async-*" %t
//
// Findings that are wrong, because values are not followed: docs/limits.md tells each. A change that is silent here moves it
// to the check's silent.cpp.
#include <aio/aio.h>

#include <chrono>
#include <future>
#include <thread>
#include <utility>

using namespace std::chrono_literals;

aio::Coro<> work();
aio::Coro<> quick();
aio::Coro<int> leaf();

// F1. Two conditions that can't both be false.
void false_alarm_closed_under_one_of_two_conditions(bool early) {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  if (early)
    loop.close();
  if (!early)
    loop.close();
}
aio::Coro<> false_alarm_awaited_under_one_of_two_conditions(bool now) {
  auto coroutine = leaf();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'coroutine' is not awaited on every path; its body never runs there [async-unawaited-coroutine]
  if (now)
    co_await std::move(coroutine);
  if (!now)
    co_await std::move(coroutine);
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: coroutine 'coroutine' is awaited again; it can be awaited only once [async-use-after-close]
}

// F2. An argument that says whether a loop runs.
void run_or_not(bool on_a_loop) {
  if (!on_a_loop)
    aio::run(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
}
aio::Coro<> false_alarm_told_by_an_argument() {
  run_or_not(true);
  co_return;
}

// F3. A function of another file that never throws and does not say so.
int read_number();
int false_alarm_not_declared_noexcept() {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  int number = read_number();
  loop.close();
  return number;
}

// F4. A task that is certain to have ended.
void false_alarm_ended_long_ago() noexcept {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is made, run and closed by hand; 'aio::run' does all of it [async-manual-loop]
  loop.create_task(quick()).detach();
  loop.run_until_complete(aio::sleep(1s));
  loop.close();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}

// F5. Threads that are ordered by something other than start and join.
void false_alarm_ordered_by_a_promise(aio::EventLoop &loop) {
  std::promise<void> stopped;
  std::thread thread([&] {
    stopped.get_future().wait();
    loop.call_soon([] {});
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  loop.run_forever();
  stopped.set_value();
  thread.join();
}

// F6. A virtual call that never reaches this overrider.
struct Step {
  virtual ~Step() = default;
  virtual void go() = 0;
};
struct Harmless final : Step {
  void go() override {}
};
struct Runs final : Step {
  void go() override { aio::run(work()); }
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
};
aio::Coro<> false_alarm_never_this_overrider() {
  Harmless harmless;
  Step &step = harmless;
  step.go();
  co_return;
}
