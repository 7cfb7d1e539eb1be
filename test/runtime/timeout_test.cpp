// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// timeout and timeout_at: rows X-60 … X-74.
#include "support.h"

#include <cmath>
#include <coroutine>

namespace {
using namespace aio_test;

/// How a body ended: "timed out", "cancelled", "boom" or "fine".
template <class A>
aio::Coro<std::string> ending_of(A awaitable) {
  auto outcome = co_await aio::settle(std::move(awaitable));
  std::string ending = "fine";
  try {
    (void)outcome.value();
  } catch (const aio::TimeoutError&) {
    ending = "timed out";
  } catch (const aio::CancelledError&) {
    ending = "cancelled";
  } catch (const Boom&) {
    ending = "boom";
  }
  co_return ending;
}
aio::Coro<> sleep_hour(aio::Timeout&) { co_await aio::sleep(1h); }
aio::Coro<> sleep_zero(aio::Timeout&) { co_await aio::sleep(0s); }

//
TEST(Timeout, CancelsTheBodyAndSaysTimeoutInstead) {
  auto amain = []() -> aio::Coro<> {
    auto& loop = aio::get_running_loop();
    const auto begin = loop.time();
    bool saw_cancellation = false;
    aio::Timeout timer;
    auto body = [&](aio::Timeout& timeout) -> aio::Coro<int> {
      EXPECT_EQ(&timeout, &timer);
      EXPECT_EQ(timeout.when(), begin + 1min);
      try {
        co_await forever();
      } catch (const aio::CancelledError&) {
        saw_cancellation = true;
        EXPECT_TRUE(timeout.expired());
        EXPECT_EQ(aio::current_task().cancelling(), 1);
        throw;
      }
      co_return 1;
    };
    auto outcome = co_await aio::settle(aio::timeout(timer, 1min, body));
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
    EXPECT_TRUE(saw_cancellation && nested && timer.expired());
    EXPECT_EQ(loop.time() - begin, 1min);
    EXPECT_EQ(aio::current_task().cancelling(), 0);
    co_await aio::yield_now();
  };
  run_manual(amain);
}

//
TEST(Timeout, GivesTheValueOfABodyThatEndsInTime) {
  auto amain = []() -> aio::Coro<> {
    aio::Timeout timer;
    auto body = [](aio::Timeout&) -> aio::Coro<std::unique_ptr<int>> {
      co_await aio::sleep(1s);
      co_return std::make_unique<int>(5);
    };
    const auto begin = aio::get_running_loop().time();
    auto five = co_await aio::timeout(timer, 1h, body);
    EXPECT_EQ(*five, 5);
    EXPECT_FALSE(timer.expired());
    EXPECT_EQ(timer.when(), begin + 1h);
    EXPECT_EQ(aio::get_running_loop().state().timer_count(), 0u);
  };
  run_manual(amain);
}

//
TEST(Timeout, NeverFiresWithoutADelay) {
  auto amain = []() -> aio::Coro<> {
    auto body = [](aio::Timeout& timeout) -> aio::Coro<> {
      EXPECT_EQ(timeout.when(), std::nullopt);
      co_await aio::sleep(1000h);
    };
    co_await aio::timeout(std::nullopt, body);
    co_await aio::timeout({}, body);
    co_await aio::timeout_at(std::nullopt, body);
  };
  run_manual(amain);
}

//
TEST(Timeout, FiresInTheNextTurnWhenItsTimeHasPassed) {
  auto amain = []() -> aio::Coro<> {
    EXPECT_EQ(co_await ending_of(aio::timeout(0s, sleep_zero)), "timed out");
    EXPECT_EQ(co_await ending_of(aio::timeout(-1h, sleep_hour)), "timed out");
    const auto past = aio::get_running_loop().time() - 1h;
    EXPECT_EQ(co_await ending_of(aio::timeout_at(past, sleep_zero)), "timed out");
  };
  run_manual(amain);
}

//
TEST(Timeout, IsNotLateWhenTheBodyNeverSuspends) {
  ManualLoop manual;
  auto amain = [&]() -> aio::Coro<> {
    aio::Timeout timer;
    auto body = [&](aio::Timeout&) -> aio::Coro<> {
      manual.clock->advance(2h);
      co_return;
    };
    EXPECT_EQ(co_await ending_of(aio::timeout(timer, 1h, body)), "fine");
    EXPECT_FALSE(timer.expired());
    co_await aio::yield_now();
  };
  manual.loop.run_until_complete(amain());
}

//
TEST(Timeout, LetsAResultThatIsReadyWinOverADeadlineThatHasPassed) {
  ManualLoop manual;
  auto amain = [&]() -> aio::Coro<> {
    auto body = [&](aio::Timeout&) -> aio::Coro<int> {
      auto ready = manual.loop.create_future<int>();
      manual.loop.call_soon([&, ready]() mutable {
        ready.set_result(3);
        manual.clock->advance(2h);
      });
      co_return co_await ready;
    };
    EXPECT_EQ(co_await aio::timeout(1h, body), 3);
    co_await aio::yield_now();
    co_await aio::yield_now();
  };
  manual.loop.run_until_complete(amain());
}

//
TEST(Timeout, LetsOtherErrorsOut) {
  auto amain = []() -> aio::Coro<> {
    aio::Timeout early;
    auto fails = [](aio::Timeout&) -> aio::Coro<> { throw Boom(); };
    EXPECT_EQ(co_await ending_of(aio::timeout(early, 1s, fails)), "boom");
    EXPECT_FALSE(early.expired());
    aio::Timeout late;
    auto converts = [](aio::Timeout&) -> aio::Coro<> {
      try {
        co_await forever();
      } catch (const aio::CancelledError&) {
        throw Boom();
      }
    };
    EXPECT_EQ(co_await ending_of(aio::timeout(late, 1s, converts)), "boom");
    EXPECT_TRUE(late.expired());
    EXPECT_EQ(aio::current_task().cancelling(), 0);
  };
  run_manual(amain);
}

//
TEST(Timeout, LeavesACancellationFromOutsideAsItIs) {
  auto amain = []() -> aio::Coro<> {
    aio::Timeout timer;
    auto task = aio::create_task(aio::timeout(timer, 1h, sleep_hour));
    co_await aio::sleep(1s);
    task.cancel();
    EXPECT_EQ(co_await ending_of(task), "cancelled");
    EXPECT_FALSE(timer.expired());
    EXPECT_TRUE(task.cancelled());
    EXPECT_EQ(task.cancelling(), 1);
  };
  run_manual(amain);
}

//
TEST(Timeout, ConvertsInATaskThatWasCancelledBeforeItBegan) {
  auto amain = []() -> aio::Coro<> {
    auto stubborn = []() -> aio::Coro<std::string> {
      co_await aio::settle(forever());
      std::string ending = co_await ending_of(aio::timeout(1s, sleep_hour));
      co_return ending + " " + std::to_string(aio::current_task().cancelling());
    };
    auto task = aio::create_task(stubborn());
    co_await aio::yield_now();
    task.cancel();
    EXPECT_EQ(co_await task, "timed out 1");
  };
  run_manual(amain);
}

//
TEST(Timeout, NeverLosesACancellationThatArrivesWithIt) {
  for (const bool outside_first : {false, true}) {
    auto amain = [=]() -> aio::Coro<> {
      aio::Timeout timer;
      auto task = aio::create_task(aio::timeout(timer, 1min, sleep_hour));
      co_await aio::yield_now();
      auto& loop = aio::get_running_loop();
      const auto when = *timer.when();
      if (outside_first)
        loop.call_at(when - 1ns, [task]() mutable { task.cancel(); });
      else
        loop.call_at(when, [task]() mutable { task.cancel(); });
      EXPECT_EQ(co_await ending_of(task), "cancelled");
      EXPECT_EQ(timer.expired(), !outside_first);
      EXPECT_TRUE(task.cancelled());
      EXPECT_EQ(task.cancelling(), 1);
    };
    run_manual(amain);
  }
}

//
TEST(Timeout, NeverLosesACancellationThatArrivesDuringTheCleanUp) {
  auto amain = []() -> aio::Coro<> {
    auto slow_end = [](aio::Timeout&) -> aio::Coro<> {
      auto first = co_await aio::settle(forever());
      co_await aio::sleep(1h);
      first.value();
    };
    auto task = aio::create_task(aio::timeout(1min, slow_end));
    co_await aio::sleep(2min);
    EXPECT_EQ(task.cancelling(), 1);
    task.cancel();
    EXPECT_EQ(co_await ending_of(task), "cancelled");
    EXPECT_EQ(task.cancelling(), 1);
  };
  run_manual(amain);
}

//
TEST(Timeout, OfSeveralWithOneDeadlineOnlyTheOutermostThrows) {
  auto amain = []() -> aio::Coro<> {
    aio::Timeout outer, inner;
    std::string inner_ending;
    auto body = [&](aio::Timeout&) -> aio::Coro<> {
      auto outcome = co_await aio::settle(aio::timeout(inner, 1h, sleep_hour));
      try {
        outcome.value();
      } catch (const aio::CancelledError&) {
        inner_ending = "cancelled";
        throw;
      }
    };
    EXPECT_EQ(co_await ending_of(aio::timeout(outer, 1h, body)), "timed out");
    EXPECT_EQ(inner_ending, "cancelled");
    EXPECT_TRUE(outer.expired() && inner.expired());
    EXPECT_EQ(aio::current_task().cancelling(), 0);
  };
  run_manual(amain);
}

//
TEST(Timeout, LetsABodySwallowItsCancellation) {
  auto amain = []() -> aio::Coro<> {
    aio::Timeout timer;
    auto body = [](aio::Timeout&) -> aio::Coro<int> {
      co_await aio::settle(forever());
      co_return 8;
    };
    EXPECT_EQ(co_await aio::timeout(timer, 1s, body), 8);
    EXPECT_TRUE(timer.expired());
    EXPECT_EQ(aio::current_task().cancelling(), 0);
    co_await aio::yield_now();
  };
  run_manual(amain);
}

//
TEST(Timeout, MovesItsDeadline) {
  auto amain = []() -> aio::Coro<> {
    auto& loop = aio::get_running_loop();
    auto body = [&](aio::Timeout& timeout) -> aio::Coro<> {
      timeout.reschedule(std::nullopt);
      EXPECT_EQ(timeout.when(), std::nullopt);
      co_await aio::sleep(1h);
      timeout.reschedule(loop.time() + 2h);
      co_await aio::sleep(1h);
      timeout.reschedule(loop.time() - 1s);
      co_await aio::yield_now();
      ADD_FAILURE() << "the time had passed";
    };
    const auto begin = loop.time();
    EXPECT_EQ(co_await ending_of(aio::timeout(1min, body)), "timed out");
    EXPECT_EQ(loop.time() - begin, 2h);
  };
  run_manual(amain);
}

//
TEST(Timeout, TakesBackABellThatHasNotRungYet) {
  auto amain = []() -> aio::Coro<> {
    auto& loop = aio::get_running_loop();
    auto body = [&](aio::Timeout& timeout) -> aio::Coro<> {
      co_await aio::sleep(1min);  // woken in the turn in which the deadline strikes, and before it
      timeout.reschedule(loop.time() + 1h);
      co_await aio::sleep(30min);
    };
    auto timer = aio::create_task(aio::timeout_at(loop.time() + 1min, body));
    EXPECT_EQ(co_await ending_of(timer), "timed out");
    auto early = [&](aio::Timeout& timeout) -> aio::Coro<> {
      auto moved = loop.create_future<void>();
      loop.call_at(*timeout.when() - 1ns, [&timeout, moved]() mutable {
        timeout.reschedule({});
        moved.set_result();
      });
      co_await moved;
      co_await aio::sleep(1h);
    };
    EXPECT_EQ(co_await ending_of(aio::timeout(1min, early)), "fine");
  };
  run_manual(amain);
}

//
TEST(Timeout, RefusesToMoveWhenItIsNotActive) {
  auto amain = []() -> aio::Coro<> {
    aio::Timeout timer, finished;
    auto refusal = [](aio::Timeout& timeout) {
      return message_of<aio::RuntimeError>([&] {
        timeout.reschedule({});
        return 0;
      });
    };
    EXPECT_EQ(refusal(timer), "Timeout has not been entered");
    auto body = [&](aio::Timeout& timeout) -> aio::Coro<> {
      auto outcome = co_await aio::settle(forever());
      EXPECT_EQ(refusal(timeout), "Cannot change state of expiring Timeout");
      outcome.value();
    };
    EXPECT_EQ(co_await ending_of(aio::timeout(timer, 1s, body)), "timed out");
    EXPECT_EQ(refusal(timer), "Cannot change state of expired Timeout");
    co_await aio::timeout(finished, 1s, sleep_zero);
    EXPECT_EQ(refusal(finished), "Cannot change state of finished Timeout");
  };
  run_manual(amain);
}

//
TEST(Timeout, IsEnteredOnce) {
  auto amain = []() -> aio::Coro<> {
    aio::Timeout timer;
    auto body = [&](aio::Timeout&) -> aio::Coro<> {
      auto again = co_await aio::settle(aio::timeout(timer, 1s, sleep_zero));
      EXPECT_EQ(message_of<aio::RuntimeError>([&] { return again.value(); }), "Timeout has already been entered");
      co_await aio::sleep(2h);
    };
    EXPECT_EQ(co_await ending_of(aio::timeout(timer, 1h, body)), "timed out");
    auto after = co_await aio::settle(aio::timeout(timer, 1s, sleep_zero));
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return after.value(); }), "Timeout has already been entered");
  };
  run_manual(amain);
}

/// A coroutine that belongs to no task.
struct Foreign {
  struct promise_type {
    Foreign get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }
  };
};
Foreign time_out_outside_a_task(std::string& message) {
  try {
    co_await aio::timeout(1s, sleep_zero);
  } catch (const aio::RuntimeError& error) {
    message = error.what();
  }
}

//
TEST(Timeout, IsRefusedOutsideOfATask) {
  ManualLoop manual;
  std::string message;
  manual.loop.call_soon([&] { time_out_outside_a_task(message); });
  manual.loop.call_soon([&] { manual.loop.stop(); });
  manual.loop.run_forever();
  EXPECT_EQ(message, "Timeout should be used inside a task");
}

TEST(Timeout, TakesDurationsOfAnyKind) {
  auto amain = []() -> aio::Coro<> {
    const auto begin = aio::get_running_loop().time();
    EXPECT_EQ(co_await ending_of(aio::timeout(0.5s, sleep_hour)), "timed out");
    EXPECT_EQ(aio::get_running_loop().time() - begin, 500ms);
    co_await aio::timeout(std::chrono::hours::max(), sleep_hour);
    co_await aio::timeout(std::optional(aio::Duration::max()), sleep_hour);
    EXPECT_EQ(message_of<aio::ValueError>([] { return aio::timeout(std::chrono::duration<double>(NAN), sleep_hour); }),
              "Invalid delay: NaN");
  };
  run_manual(amain);
}

TEST(Timeout, KeepsItsBodyAliveAndDestroysChildrenFirst) {
  std::vector<std::string> order;
  auto child = [&](aio::Timeout&) -> aio::Coro<> {
    Trace trace(order, "body");
    co_await forever();
  };
  auto make = [&] {
    return aio::timeout(1s, [held = std::make_shared<Trace>(order, "capture"), child](aio::Timeout& timeout) {
      return child(timeout);
    });
  };
  auto amain = [&]() -> aio::Coro<> {
    EXPECT_EQ(co_await ending_of(make()), "timed out");
    order.push_back("after");
  };
  run_manual(amain);
  EXPECT_EQ(order, (std::vector<std::string>{"body", "capture", "after"}));
}

TEST(Timeout, DiesWithItsLoop) {
  WarningLog log;
  aio::Timeout outlives;
  {
    ManualLoop manual;
    manual.loop.create_task(aio::timeout(outlives, 1h, sleep_hour)).detach();
    manual.loop.create_task(aio::timeout(2h, sleep_hour)).detach();
    manual.loop.call_later(1min, [&] { manual.loop.stop(); });
    manual.loop.run_forever();
  }
  EXPECT_EQ(log.count("Task was destroyed but it is pending!"), 2) << log.all();
  EXPECT_EQ(message_of<aio::RuntimeError>([&] {
              outlives.reschedule({});
              return 0;
            }),
            "Cannot change state of finished Timeout");
}

}  // namespace
