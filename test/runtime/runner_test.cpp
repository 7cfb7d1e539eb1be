// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// aio::Runner and aio::drain: rows N-01 … N-26.
#include "support.h"

namespace {
using namespace aio_test;

TEST(Runner, BuildsNothingUntilItIsUsed) {  // N-01, N-09, N-12
  int made = 0;
  aio::Runner runner({.loop_factory = [&] {
    ++made;
    return aio::new_event_loop();
  }});
  runner.close();
  EXPECT_EQ(made, 0);
  EXPECT_EQ(runner.run(answer()), 42);
  EXPECT_EQ(made, 1);
}

TEST(Runner, KeepsOneLoopOverItsRuns) {  // N-02, N-03, N-21
  aio::Runner runner;
  aio::EventLoop* loop = &runner.get_loop();
  auto amain = []() -> aio::Coro<aio::EventLoop*> { co_return &aio::get_running_loop(); };
  EXPECT_EQ(runner.run(amain()), loop);
  EXPECT_EQ(runner.run(amain()), loop);
  EXPECT_EQ(&runner.get_loop(), loop);
}

TEST(Runner, RefusesWorkOnceItIsClosed) {  // N-06, N-08
  WarningLog log;
  aio::Runner runner;
  runner.run(nothing());
  runner.close();
  runner.close();
  EXPECT_EQ(message_of<aio::RuntimeError>([&] { return runner.run(answer()); }), "Runner is closed");
  EXPECT_EQ(message_of<aio::RuntimeError>([&]() -> int { return runner.get_loop(), 0; }), "Runner is closed");
  EXPECT_EQ(log.count("never awaited"), 1) << log.all();
}

TEST(Runner, RefusesToRunInsideARunningLoop) {  // N-13
  WarningLog log;
  aio::Runner runner;
  auto amain = [&]() -> aio::Coro<std::string> {
    co_return message_of<aio::LoopRunningError>([&] { return runner.run(answer()); });
  };
  EXPECT_EQ(runner.run(amain()), "Runner.run() cannot be called from a running event loop");
}

aio::ContextVar<int> visits("visits", 0);

TEST(Runner, SharesOneContextBetweenItsRunsAndHidesItFromTheCaller) {  // N-17
  auto visit = []() -> aio::Coro<int> {
    visits.set(visits.get() + 1);
    co_return visits.get();
  };
  aio::Runner runner;
  EXPECT_EQ(runner.run(visit()), 1);
  EXPECT_EQ(runner.run(visit()), 2);
  EXPECT_EQ(visits.get(), 0);
  aio::Context own;
  EXPECT_EQ(runner.run(visit(), own), 1);  // N-18
  EXPECT_EQ(runner.run(visit()), 3);
}

TEST(Runner, FreezesBackgroundTasksBetweenRunsAndCancelsThemWhenClosed) {  // N-19, L-18
  int ticks = 0;
  bool cancelled = false;
  auto background = [&]() -> aio::Coro<> {
    try {
      for (;;) {
        ++ticks;
        co_await aio::yield_now();
      }
    } catch (const aio::CancelledError&) {
      cancelled = true;
      throw;
    }
  };
  auto start = [&]() -> aio::Coro<> {
    aio::create_task(background()).detach();
    co_await aio::yield_now();
  };
  aio::Runner runner;
  runner.run(start());
  const int first = ticks;
  EXPECT_GT(first, 0);
  runner.run(nothing());
  EXPECT_GT(ticks, first);
  EXPECT_FALSE(cancelled);
  runner.close();
  EXPECT_TRUE(cancelled);
}

TEST(Runner, WorksOnAfterARunThatThrew) {  // N-20
  aio::Runner runner;
  EXPECT_THROW(runner.run(fail_with()), Boom);
  EXPECT_EQ(runner.run(answer()), 42);
}

TEST(Runner, RefusesToBeClosedFromItsOwnLoop) {  // N-24
  aio::Runner runner;
  auto amain = [&]() -> aio::Coro<std::string> {
    co_return message_of<aio::LoopRunningError>([&] { runner.close(); });
  };
  EXPECT_EQ(runner.run(amain()), "Cannot close a running event loop");
  runner.close();
}

TEST(Drain, LeavesNothingPending) {  // L-34, L3
  WarningLog log;
  aio::EventLoop loop;
  auto task = loop.create_task(forever());
  aio::drain(loop);
  EXPECT_TRUE(task.cancelled());
  EXPECT_TRUE(aio::all_tasks(&loop).empty());
  EXPECT_EQ(message_of<aio::RuntimeError>([&] { return loop.run_in_executor(nullptr, [] { return 1; }); }),
            "Executor shutdown has been called");  // L-40
  loop.close();
  EXPECT_EQ(log.size(), 0u) << log.all();
  EXPECT_THROW(aio::drain(loop), aio::LoopClosedError);
}

TEST(Drain, RefusesARunningLoop) {
  auto amain = []() -> aio::Coro<> {
    EXPECT_THROW(aio::drain(aio::get_running_loop()), aio::LoopRunningError);
    co_return;
  };
  aio::run(amain);
}

TEST(Drain, GivesUpOnTasksThatBreedForEver) {  // at most 16 rounds
  WarningLog log;
  std::function<aio::Coro<>()> breed = [&]() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      aio::create_task(breed()).detach();
    }
    co_await aio::yield_now();
  };
  aio::EventLoop loop;
  loop.create_task(breed()).detach();
  auto turn = []() -> aio::Coro<> { co_await aio::yield_now(); };
  loop.run_until_complete(turn());
  aio::drain(loop);
  loop.close();
  EXPECT_EQ(log.count("Task was destroyed but it is pending!"), 1) << log.all();
}

}  // namespace
