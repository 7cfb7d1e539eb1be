// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// aio::Runner and aio::drain: rows N-01 … N-26.
#include "support.h"

#include <aio/legacy.h>

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

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

static_assert(std::is_final_v<aio::Runner> && !std::is_copy_constructible_v<aio::Runner>);  // N-25

template <class X>
concept Runnable = requires(aio::Runner& runner, X x) { runner.run(std::move(x)); };

TEST(Runner, TakesAnythingThatCanBeAwaitedAndNothingElse) {  // N-05, N-16
  static_assert(Runnable<aio::Coro<int>> && Runnable<aio::Future<int>> && Runnable<Promptly>);
  static_assert(!Runnable<int> && !Runnable<std::string>);
  aio::Runner runner;
  EXPECT_EQ(runner.run(answer()), 42);
  EXPECT_EQ(message_of<Boom>([&] { return runner.run(fail_with("out")); }), "out");
  EXPECT_EQ(runner.run(Promptly{5}), 5);
  auto future = runner.get_loop().create_future<int>();
  runner.get_loop().call_soon([&] { future.set_result(6); });
  EXPECT_EQ(runner.run(future), 6);
  EXPECT_EQ(runner.run(runner.get_loop().create_task(answer())), 42);
  aio::EventLoop other;
  auto foreign = other.create_future<int>();
  EXPECT_THROW(runner.run(foreign), aio::WrongLoopError);
  other.close();
}

TEST(Runner, ClosesAtTheEndOfItsScopeAndLetsTheErrorThrough) {  // N-04
  bool cancelled = false;
  auto background = [&]() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      cancelled = true;
      throw;
    }
  };
  auto start = [&]() -> aio::Coro<> {
    aio::create_task(background()).detach();
    co_await aio::yield_now();
  };
  auto scope = [&] {
    aio::Runner runner;
    runner.run(start());
    EXPECT_FALSE(cancelled);
    throw Boom("the body's own");
  };
  EXPECT_EQ(message_of<Boom>(scope), "the body's own");
  EXPECT_TRUE(cancelled);
}

TEST(Runner, CleansUpWhenItIsClosed) {  // N-07, N-11: the five steps; the current loop stays what it was
  struct Pool : aio::Executor {
    explicit Pool(std::vector<std::string>& to) : log(to) {}
    void submit(std::function<void()> work) override { work(); }
    void shutdown(bool wait) override { log.push_back(wait ? "executor joined" : "executor told"); }
    std::vector<std::string>& log;
  };
  std::vector<std::string> log;
  WarningLog warnings;
  aio::EventLoop other;
  aio::set_event_loop(&other);
  aio::Runner runner({.loop_factory = aio::epoll::new_event_loop});
  auto& loop = runner.get_loop();
  loop.set_default_executor(std::make_shared<Pool>(log));
  auto left = loop.create_task(forever());
  left.add_done_callback([&](aio::Future<>&) { log.push_back("task cancelled"); });
  runner.run(nothing());
  EXPECT_EQ(&aio::get_event_loop(), &other);
  runner.close();
  EXPECT_EQ(log, (std::vector<std::string>{"task cancelled", "executor joined"}));
  EXPECT_TRUE(left.cancelled());
  EXPECT_THROW(left.get_loop(), aio::LoopClosedError);
  EXPECT_EQ(&aio::get_event_loop(), &other);
  other.close();
}

TEST(Runner, StaysNewWhenItsFactoryThrows) {  // N-12
  int calls = 0;
  aio::Runner runner({.loop_factory = [&] {
    if (++calls == 1) throw Boom("not yet");
    return aio::new_event_loop();
  }});
  EXPECT_THROW(runner.get_loop(), Boom);
  EXPECT_EQ(runner.run(answer()), 42);
}

TEST(Runner, SetsTheCurrentLoopOnceAndClearsIt) {  // N-21
  WarningLog warnings;
  aio::EventLoop other;
  aio::Runner runner;
  aio::EventLoop* const made = &runner.get_loop();
  EXPECT_EQ(&aio::get_event_loop(), made);
  aio::set_event_loop(&other);
  runner.run(nothing());
  EXPECT_EQ(&aio::get_event_loop(), &other);
  runner.close();
  EXPECT_THROW(aio::get_event_loop(), aio::RuntimeError);
  other.close();
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
  aio::ThreadPoolExecutor own(1);
  EXPECT_FALSE(loop.run_in_executor(&own, [] {}).done());
  own.shutdown(true);
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
