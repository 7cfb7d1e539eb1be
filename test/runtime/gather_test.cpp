// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// sleep and gather: rows X-01 … … X-20.
#include "support.h"

#include <cmath>

namespace {
using namespace aio_test;

//
TEST(Sleep, ResumesNotBeforeItsTime) {
  auto amain = []() -> aio::Coro<> {
    auto& loop = aio::get_running_loop();
    const auto begin = loop.time();
    EXPECT_EQ(co_await aio::sleep(90min, 5), 5);
    EXPECT_EQ(loop.time() - begin, 90min);
  };
  run_manual(amain);
}

//
TEST(Sleep, OfNothingYieldsOneTurn) {
  auto amain = []() -> aio::Coro<std::string> {
    std::string order;
    aio::get_running_loop().call_soon([&] { order += "other "; });
    co_await aio::sleep(-1s);
    order += "me";
    EXPECT_EQ(aio::get_running_loop().state().timer_count(), 0u);
    co_return order;
  };
  EXPECT_EQ(run_manual(amain), "other me");
}

//
TEST(Sleep, RefusesNaN) {
  EXPECT_EQ(message_of<aio::ValueError>([] { return aio::sleep(std::chrono::duration<double>(NAN)); }),
            "Invalid delay: NaN");
}

template <class A>
concept Gatherable = requires(A a) { aio::gather(a); };
//
static_assert(Gatherable<aio::Task<int>> && !Gatherable<int> && !Gatherable<std::string>);

//
TEST(Gather, GivesValuesInArgumentOrder) {
  auto amain = []() -> aio::Coro<> {
    auto [a, b, c] = co_await aio::gather(aio::sleep(2s, 1), aio::sleep(1s, std::string("two")), aio::sleep(3s));
    EXPECT_EQ(a, 1);
    EXPECT_EQ(b, "two");
    EXPECT_EQ(c, aio::Unit{});
    co_await aio::gather();
    auto none = co_await aio::gather_all(std::vector<aio::Coro<int>>{});
    EXPECT_TRUE(none.empty());
  };
  run_manual(amain);
}

//
TEST(Gather, TakesTheSameTaskTwice) {
  auto amain = []() -> aio::Coro<> {
    auto task = aio::create_task(aio::sleep(1s, 4));
    auto [a, b] = co_await aio::gather(task, task);
    EXPECT_EQ(a + b, 8);
    std::vector<aio::Task<int>> tasks(3, task);
    auto all = co_await aio::gather_all(tasks);
    EXPECT_EQ(all, (std::vector<int>{4, 4, 4}));
  };
  run_manual(amain);
}

//
TEST(Gather, RefusesAFutureOfAnotherLoop) {
  aio::EventLoop other;
  auto foreign = other.create_future<int>();
  auto amain = [&]() -> aio::Coro<> { co_await aio::gather(foreign, aio::yield_now()); };
  EXPECT_THROW(aio::run(amain), aio::ValueError);
  other.close();
}

//
TEST(Gather, FailsAtOnceAndLetsSiblingsRunSilently) {
  WarningLog log;
  bool ended = false;
  auto amain = [&]() -> aio::Coro<> {
    auto sibling = [&]() -> aio::Coro<> {
      co_await aio::sleep(5s);
      ended = true;
      throw Boom("late");
    };
    auto outcome = co_await aio::settle(aio::gather(fail_with("first"), sibling()));
    EXPECT_EQ(message_of<Boom>([&] { return outcome.value(); }), "first");
    EXPECT_FALSE(ended);
    co_await aio::sleep(6s);
  };
  run_manual(amain);
  EXPECT_TRUE(ended);
  EXPECT_EQ(log.size(), 0u) << log.all();
}

//
TEST(Gather, FailsWithTheCancellationOfAChild) {
  auto amain = []() -> aio::Coro<> {
    auto child = aio::create_task(forever());
    auto sibling = aio::create_task(aio::sleep(1s, 1));
    aio::get_running_loop().call_soon([child]() mutable { child.cancel(); });
    auto outcome = co_await aio::settle(aio::gather(child, sibling));
    EXPECT_THROW((void)outcome.value(), aio::CancelledError);
    EXPECT_EQ(co_await sibling, 1);
  };
  run_manual(amain);
}

//
TEST(GatherSettled, ThrowsNothing) {
  auto amain = []() -> aio::Coro<> {
    auto cancelled = aio::create_task(forever());
    cancelled.cancel();
    auto [a, b, c] = co_await aio::gather_settled(answer(), fail_with("kept"), cancelled);
    EXPECT_EQ(a.value(), 42);
    EXPECT_EQ(message_of<Boom>([&] { return b.value(); }), "kept");
    EXPECT_THROW(c.value(), aio::CancelledError);
    auto me = aio::current_task();
    std::vector<aio::AnyTask> others;
    aio::create_task(nothing()).detach();
    for (aio::AnyTask& task : aio::all_tasks()) {
      if (!(task == me)) others.push_back(task);
    }
    auto outcomes = co_await aio::gather_all_settled(others);
    EXPECT_EQ(outcomes.size(), 1u);
    EXPECT_TRUE(outcomes.at(0).has_value());
  };
  aio::run(amain);
}

//
TEST(Gather, CancelsItsChildrenAndWaitsForThem) {
  int ended = 0;
  auto slow_end = [&]() -> aio::Coro<> {
    bool stopped = false;
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      stopped = true;
    }
    co_await aio::sleep(3s);
    ended += stopped;
  };
  auto amain = [&]() -> aio::Coro<> {
    auto outer = aio::create_task(aio::gather_settled(slow_end(), slow_end(), forever()));
    co_await aio::yield_now();
    co_await aio::yield_now();
    outer.cancel();
    auto outcome = co_await aio::settle(outer);
    EXPECT_THROW((void)outcome.value(), aio::CancelledError);
    EXPECT_EQ(ended, 2);
  };
  run_manual(amain);
}

//
TEST(Gather, CancelsNoChildThatIsDone) {
  auto amain = []() -> aio::Coro<> {
    auto child = aio::get_running_loop().create_future<int>();
    auto outer = aio::create_task(aio::gather(child));
    co_await aio::yield_now();
    child.set_result(3);  // the gather has its answer, the task has not resumed: only that is cancelled
    EXPECT_TRUE(outer.cancel());
    auto outcome = co_await aio::settle(outer);
    EXPECT_THROW((void)outcome.value(), aio::CancelledError);
    EXPECT_EQ(child.result(), 3);
  };
  run_manual(amain);
}

TEST(Gather, DiesWithItsLoop) {
  WarningLog log;
  ManualLoop manual;
  auto outer = manual.loop.create_task(aio::gather(forever(), aio::sleep(1h), aio::gather_settled(forever())));
  manual.loop.call_later(1min, [&] { manual.loop.stop(); });
  manual.loop.run_forever();
  manual.loop.close();
  EXPECT_EQ(log.count("Task was destroyed but it is pending!"), 5) << log.all();
}

TEST(Gather, CannotBeCancelledOnceItIsDone) {
  auto amain = []() -> aio::Coro<> {
    auto child = aio::create_task(answer());
    auto outer = aio::create_task(aio::gather(child, aio::yield_now()));
    co_await outer;
    EXPECT_FALSE(outer.cancel());
    EXPECT_FALSE(outer.cancelled());
    EXPECT_EQ(std::get<0>(outer.result()), 42);
    auto sibling = aio::create_task(aio::sleep(5s, 1));
    auto failed = aio::create_task(aio::gather(fail_with("first"), sibling));
    co_await aio::settle(failed);
    EXPECT_FALSE(failed.cancel());
    EXPECT_EQ(co_await sibling, 1);
  };
  run_manual(amain);
}

}  // namespace
