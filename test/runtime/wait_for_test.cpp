// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// wait_for and shield: rows X-40 … … X-85.
#include "support.h"

namespace {
using namespace aio_test;

aio::Coro<int> ends_slowly(int& ended) {
  auto outcome = co_await aio::settle(forever());
  co_await aio::sleep(1h);
  ++ended;
  outcome.value();
  co_return 0;
}
aio::Coro<int> swallows() {
  co_await aio::settle(forever());
  co_return 6;
}
aio::Coro<int> answers_with_boom() {
  co_await aio::settle(forever());
  throw Boom("instead");
}
aio::Coro<int> set_flag(bool& started) {
  started = true;
  co_return 1;
}

//
TEST(WaitFor, IsAPlainAwaitWithoutALimit) {
  auto amain = []() -> aio::Coro<> {
    EXPECT_EQ(co_await aio::wait_for(aio::sleep(1000h, 3), std::nullopt), 3);
    co_await aio::wait_for(nothing(), {});
    auto task = aio::create_task(answer());
    EXPECT_EQ(co_await aio::wait_for(task, 1s), 42);
    EXPECT_EQ(task.result(), 42);
    auto failed = co_await aio::settle(aio::wait_for(fail_with("through"), 1s));
    EXPECT_EQ(message_of<Boom>([&] { return failed.value(); }), "through");
  };
  run_manual(amain);
}

//
TEST(WaitFor, AwaitsTheEndOfWhatItCancelled) {
  auto amain = []() -> aio::Coro<> {
    int ended = 0;
    const auto begin = aio::get_running_loop().time();
    auto outcome = co_await aio::settle(aio::wait_for(aio::create_task(ends_slowly(ended)), 1h));
    EXPECT_EQ(ended, 1);
    EXPECT_EQ(aio::get_running_loop().time() - begin, 2h);
    bool nested = false;
    try {
      (void)outcome.value();
    } catch (const aio::TimeoutError& error) {
      try {
        std::rethrow_if_nested(error);
      } catch (const aio::CancelledError&) {
        nested = true;
      }
    }
    EXPECT_TRUE(nested);
    outcome = co_await aio::settle(aio::wait_for(ends_slowly(ended), 1h));
    EXPECT_THROW((void)outcome.value(), aio::TimeoutError);
    EXPECT_EQ(ended, 2);
    EXPECT_EQ(aio::current_task().cancelling(), 0);
  };
  run_manual(amain);
}

//
TEST(WaitFor, GivesTheResultOfAFutureThatIsDoneWhateverTheLimit) {
  auto amain = []() -> aio::Coro<> {
    auto future = aio::get_running_loop().create_future<int>();
    future.set_result(2);
    EXPECT_EQ(co_await aio::wait_for(future, 0s), 2);
    EXPECT_EQ(co_await aio::wait_for(future, -1s), 2);
    auto cancelled = aio::get_running_loop().create_future<int>();
    cancelled.cancel();
    auto outcome = co_await aio::settle(aio::wait_for(cancelled, 0s));
    EXPECT_THROW((void)outcome.value(), aio::CancelledError);
  };
  run_manual(amain);
}

//
TEST(WaitFor, NeverStartsACoroutineWhoseTimeIsUp) {
  WarningLog log;
  auto amain = []() -> aio::Coro<> {
    bool started = false;
    for (const auto limit : {0s, -5s}) {
      auto outcome = co_await aio::settle(aio::wait_for(set_flag(started), limit));
      EXPECT_THROW((void)outcome.value(), aio::TimeoutError);
    }
    EXPECT_FALSE(started);
  };
  run_manual(amain);
  EXPECT_EQ(log.size(), 0u) << log.all();
}

//
TEST(WaitFor, CancelsARunningTaskWhoseTimeIsUpAndAwaitsIt) {
  auto amain = []() -> aio::Coro<> {
    int ended = 0;
    auto task = aio::create_task(ends_slowly(ended));
    co_await aio::yield_now();
    auto outcome = co_await aio::settle(aio::wait_for(task, 0s));
    EXPECT_THROW((void)outcome.value(), aio::TimeoutError);
    EXPECT_TRUE(task.cancelled());
    EXPECT_EQ(ended, 1);
    aio::AnyTask any = aio::create_task(forever());
    auto erased = co_await aio::settle(aio::wait_for(any, 0s));
    EXPECT_THROW(erased.value(), aio::TimeoutError);
    EXPECT_TRUE(any.cancelled());
  };
  run_manual(amain);
}

//
TEST(WaitFor, GivesTheValueOfOneThatSwallowsItsCancellation) {
  auto amain = []() -> aio::Coro<> {
    EXPECT_EQ(co_await aio::wait_for(swallows(), 1s), 6);
    EXPECT_EQ(co_await aio::wait_for(aio::create_task(swallows()), 1s), 6);
    auto task = aio::create_task(swallows());
    co_await aio::yield_now();
    EXPECT_EQ(co_await aio::wait_for(task, 0s), 6);
    EXPECT_EQ(aio::current_task().cancelling(), 0);
  };
  run_manual(amain);
}

//
TEST(WaitFor, GivesTheErrorOfOneThatFailsWhileItIsCancelled) {
  auto amain = []() -> aio::Coro<> {
    auto own = co_await aio::settle(aio::wait_for(answers_with_boom(), 1s));
    EXPECT_EQ(message_of<Boom>([&] { return own.value(); }), "instead");
    auto task = aio::create_task(answers_with_boom());
    co_await aio::yield_now();
    auto other = co_await aio::settle(aio::wait_for(task, 0s));
    EXPECT_EQ(message_of<Boom>([&] { return other.value(); }), "instead");
  };
  run_manual(amain);
}

//
TEST(WaitFor, PassesTheCallersCancellationOnAndAwaitsItsEnd) {
  auto amain = []() -> aio::Coro<> {
    int ended = 0;
    auto inner = aio::create_task(ends_slowly(ended));
    auto outer = aio::create_task(aio::wait_for(inner, 100h));
    co_await aio::sleep(1s);
    outer.cancel();
    auto outcome = co_await aio::settle(outer);
    EXPECT_THROW((void)outcome.value(), aio::CancelledError);
    EXPECT_TRUE(inner.cancelled() && outer.cancelled());
    EXPECT_EQ(ended, 1);
    EXPECT_EQ(aio::get_running_loop().state().timer_count(), 0u);
  };
  run_manual(amain);
}

//
TEST(WaitFor, IsCancelledEvenWhenItsTaskEndedInTheSameTurn) {
  auto amain = []() -> aio::Coro<> {
    auto inner = aio::create_task(aio::sleep(1h, 7));
    auto outer = aio::create_task(aio::wait_for(inner, 100h));
    co_await aio::sleep(1min);
    inner.add_done_callback([outer](aio::Future<int>&) mutable { outer.cancel(); });
    auto second = aio::create_task(aio::wait_for(inner, 100h));
    second.add_done_callback([](aio::Future<int>&) {});
    auto outcome = co_await aio::settle(outer);
    const bool cancelled = outer.cancelled();
    EXPECT_EQ(inner.result(), 7);
    EXPECT_EQ(co_await second, 7);
    // The callback runs after the waiter was woken: the waiter had its value.
    EXPECT_FALSE(cancelled);
    auto again = aio::create_task(aio::sleep(1h, 8));
    again.add_done_callback([&outer](aio::Future<int>&) { outer.cancel(); });
    outer = aio::create_task(aio::wait_for(again, 100h));
    auto lost = co_await aio::settle(outer);
    EXPECT_THROW((void)lost.value(), aio::CancelledError);
    EXPECT_EQ(again.result(), 8);
  };
  run_manual(amain);
}

//
TEST(WaitFor, RunsACoroutineInTheCallersTask) {
  auto amain = []() -> aio::Coro<> {
    auto me = aio::current_task();
    auto same = [me]() -> aio::Coro<bool> { co_return aio::current_task() == me; };
    EXPECT_TRUE(co_await aio::wait_for(same(), 1s));
  };
  run_manual(amain);
}

//
TEST(WaitFor, LeavesAShieldedTaskRunning) {
  auto amain = []() -> aio::Coro<> {
    for (const auto limit : {1s, 0s}) {
      auto task = aio::create_task(aio::sleep(1h, 4));
      auto outcome = co_await aio::settle(aio::wait_for(aio::shield(task), limit));
      EXPECT_THROW((void)outcome.value(), aio::TimeoutError);
      EXPECT_EQ(co_await task, 4);
    }
  };
  run_manual(amain);
}

TEST(WaitFor, MovesAValueThatNobodyElseHolds) {
  auto amain = []() -> aio::Coro<> {
    auto make = []() -> aio::Coro<std::unique_ptr<int>> { co_return std::make_unique<int>(1); };
    EXPECT_EQ(*co_await aio::wait_for(make(), 1s), 1);
    EXPECT_EQ(*co_await aio::wait_for(aio::create_task(make()), 1s), 1);
    EXPECT_EQ(*co_await aio::shield(make()), 1);
  };
  run_manual(amain);
}

//
TEST(Shield, GivesTheResultOrTheError) {
  auto amain = []() -> aio::Coro<> {
    EXPECT_EQ(co_await aio::shield(aio::sleep(1s, 2)), 2);
    co_await aio::shield(nothing());
    auto outcome = co_await aio::settle(aio::shield(fail_with("inner")));
    EXPECT_EQ(message_of<Boom>([&] { return outcome.value(); }), "inner");
  };
  run_manual(amain);
}

//
TEST(Shield, IsCancelledAtOnceAndItsTaskGoesOn) {
  auto amain = []() -> aio::Coro<> {
    auto inner = aio::create_task(aio::sleep(1h, 5));
    auto outer = aio::create_task(aio::shield(inner));
    const auto begin = aio::get_running_loop().time();
    co_await aio::yield_now();
    outer.cancel();
    auto outcome = co_await aio::settle(outer);
    EXPECT_THROW((void)outcome.value(), aio::CancelledError);
    EXPECT_EQ(aio::get_running_loop().time(), begin);
    EXPECT_EQ(co_await inner, 5);
  };
  run_manual(amain);
}

//
TEST(Shield, IsCancelledWithItsTask) {
  auto amain = []() -> aio::Coro<> {
    auto inner = aio::create_task(forever());
    auto outer = aio::create_task(aio::shield(inner));
    co_await aio::yield_now();
    inner.cancel();
    co_await aio::settle(outer);
    EXPECT_TRUE(outer.cancelled());
    EXPECT_EQ(outer.cancelling(), 0);
  };
  run_manual(amain);
}

//
TEST(Shield, OfADoneFutureDoesNotSuspend) {
  auto amain = []() -> aio::Coro<> {
    auto inner = aio::create_task(answer());
    co_await inner;
    bool turned = false;
    aio::get_running_loop().call_soon([&] { turned = true; });
    EXPECT_EQ(co_await aio::shield(inner), 42);
    EXPECT_FALSE(turned);
    co_await aio::yield_now();
  };
  run_manual(amain);
}

//
TEST(Shield, ReportsALateErrorOnce) {
  std::vector<aio::ErrorContext> reported;
  auto amain = [&]() -> aio::Coro<> {
    aio::get_running_loop().set_exception_handler(
        [&](aio::EventLoop&, const aio::ErrorContext& context) { reported.push_back(context); });
    {
      auto fails = []() -> aio::Coro<int> {
        co_await aio::sleep(1h);
        throw Boom("late");
      };
      auto inner = aio::create_task(fails(), {.name = "inner"});
      auto first = aio::create_task(aio::shield(inner));
      auto second = aio::create_task(aio::shield(inner));
      co_await aio::yield_now();
      first.cancel();
      second.cancel();
      co_await aio::gather_settled(first, second);
    }
    co_await aio::sleep(2h);
  };
  run_manual(amain);
  ASSERT_EQ(reported.size(), 1u);
  EXPECT_EQ(reported.at(0).message, "Boom exception in shielded future");
  EXPECT_EQ(message_of<Boom>([&]() -> int { std::rethrow_exception(reported.at(0).exception); }), "late");
  EXPECT_EQ(reported.at(0).task->get_name(), "inner");
}

//
TEST(Shield, ReportsNothingWhenTheTaskEndsWellOrCancelled) {
  WarningLog log;
  auto amain = []() -> aio::Coro<> {
    auto good = aio::create_task(aio::sleep(1h));
    auto cancelled = aio::create_task(forever());
    auto outer = aio::create_task(aio::gather(aio::shield(good), aio::shield(cancelled)));
    co_await aio::sleep(1s);
    outer.cancel();
    co_await aio::settle(outer);
    cancelled.cancel();
    co_await aio::sleep(2h);
    EXPECT_TRUE(good.done() && cancelled.cancelled());
  };
  run_manual(amain);
  EXPECT_EQ(log.size(), 0u) << log.all();
}

//
TEST(Shield, KeepsItsTasksFromTheCancellationOfAGather) {
  auto amain = []() -> aio::Coro<> {
    auto a = aio::create_task(aio::sleep(1h, 1));
    auto b = aio::create_task(aio::sleep(2h, 2));
    auto outer = aio::create_task(aio::gather(aio::shield(a), aio::shield(b)));
    co_await aio::sleep(1s);
    outer.cancel();
    auto outcome = co_await aio::settle(outer);
    EXPECT_THROW((void)outcome.value(), aio::CancelledError);
    EXPECT_EQ(co_await a + co_await b, 3);
  };
  run_manual(amain);
}

TEST(Shield, DiesWithItsLoop) {
  WarningLog log;
  ManualLoop manual;
  auto inner = manual.loop.create_task(aio::sleep(1h));
  auto outer = manual.loop.create_task(aio::wait_for(aio::shield(inner), 2h));
  auto cancelled = manual.loop.create_task(aio::shield(inner));
  manual.loop.call_later(1s, [&] { cancelled.cancel(); });
  manual.loop.call_later(1min, [&] { manual.loop.stop(); });
  manual.loop.run_forever();
  manual.loop.close();
  EXPECT_EQ(log.count("Task was destroyed but it is pending!"), 2) << log.all();
}

}  // namespace
