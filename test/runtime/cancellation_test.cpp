// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cancellation: rows C-01 … C-18.
#include "support.h"

#include <thread>

namespace {
using namespace aio_test;

TEST(CancelledError, PassesWhoCatchesErrors) {  // C-01
  static_assert(!std::is_base_of_v<std::exception, aio::CancelledError>);
  bool swallowed = false;
  auto amain = [&]() -> aio::Coro<> {
    auto body = [&]() -> aio::Coro<> {
      try {
        co_await forever();
      } catch (const std::exception&) {
        swallowed = true;
      }
    };
    auto task = aio::create_task(body());
    co_await aio::yield_now();
    task.cancel();
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
  };
  aio::run(amain);
  EXPECT_FALSE(swallowed);
}

TEST(Cancel, ReachesTheFutureAndThenTheTask) {  // C-02, C-17
  auto amain = []() -> aio::Coro<> {
    auto future = aio::get_running_loop().create_future<int>();
    auto body = [&]() -> aio::Coro<int> { co_return co_await future; };
    auto task = aio::create_task(body());
    co_await aio::yield_now();
    EXPECT_TRUE(task.cancel(std::string("why")));
    EXPECT_TRUE(future.cancelled());
    EXPECT_FALSE(task.done());
    std::string message;
    try {
      co_await task;
    } catch (const aio::CancelledError& error) {
      message = std::any_cast<std::string>(error.message);
    }
    EXPECT_EQ(message, "why");
    EXPECT_TRUE(task.cancelled());
    EXPECT_FALSE(task.cancel());  // C-11
  };
  aio::run(amain);
}

TEST(Cancel, TravelsDownAChainOfTasks) {  // C-03
  auto amain = []() -> aio::Coro<> {
    auto inner = aio::create_task(forever());
    auto body = [&]() -> aio::Coro<> { co_await inner; };
    auto outer = aio::create_task(body());
    co_await aio::yield_now();
    co_await aio::yield_now();
    outer.cancel();
    co_await aio::settle(outer);
    EXPECT_TRUE(inner.cancelled());
    EXPECT_TRUE(outer.cancelled());
  };
  aio::run(amain);
}

TEST(Cancel, KeepsATaskFromStarting) {  // C-04
  bool ran = false;
  auto body = [&]() -> aio::Coro<> {
    ran = true;
    co_return;
  };
  auto amain = [&]() -> aio::Coro<> {
    auto task = aio::create_task(body());
    task.cancel();
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
  };
  aio::run(amain);
  EXPECT_FALSE(ran);
}

TEST(Cancel, OfItselfTakesEffectAtTheNextSuspension) {  // C-05
  auto amain = []() -> aio::Coro<> {
    auto future = aio::get_running_loop().create_future<>();
    bool after = false;
    auto body = [&]() -> aio::Coro<> {
      aio::current_task().cancel();
      after = true;
      co_await future;
    };
    auto task = aio::create_task(body());
    co_await aio::settle(task);
    EXPECT_TRUE(after && task.cancelled() && future.cancelled());
  };
  aio::run(amain);
}

TEST(Cancel, AtTheEndLosesTheValue) {  // C-06
  auto amain = []() -> aio::Coro<> {
    auto body = []() -> aio::Coro<int> {
      aio::current_task().cancel();
      co_return 1;
    };
    auto task = aio::create_task(body());
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
  };
  aio::run(amain);
}

TEST(Cancel, CanBeCaughtIgnoredAndReplaced) {  // C-07, C-08, C-09
  auto amain = []() -> aio::Coro<> {
    auto catching = []() -> aio::Coro<int> {
      try {
        co_await forever();
      } catch (const aio::CancelledError&) {
      }
      co_await aio::sleep(1s);
      co_return 7;
    };
    auto replacing = []() -> aio::Coro<int> {
      try {
        co_await forever();
      } catch (const aio::CancelledError&) {
        throw Boom("instead");
      }
      co_return 0;
    };
    auto caught = aio::create_task(catching());
    auto replaced = aio::create_task(replacing());
    co_await aio::yield_now();
    caught.cancel();
    replaced.cancel();
    EXPECT_EQ(co_await caught, 7);
    EXPECT_FALSE(caught.cancelled());
    auto outcome = co_await aio::settle(replaced);
    EXPECT_EQ(message_of<Boom>([&] { return outcome.value(); }), "instead");
  };
  run_manual(amain);
}

TEST(Cancel, OfTheAwaitedFutureCountsAsTheTasks) {  // C-10
  auto amain = []() -> aio::Coro<> {
    auto future = aio::get_running_loop().create_future<>();
    auto body = [&]() -> aio::Coro<> { co_await future; };
    auto task = aio::create_task(body());
    co_await aio::yield_now();
    future.cancel();
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
    EXPECT_EQ(task.cancelling(), 0);
  };
  aio::run(amain);
}

TEST(Cancel, IsCountedAndCanBeTakenBack) {  // C-12, C-13, C-14
  auto amain = []() -> aio::Coro<> {
    auto turns = []() -> aio::Coro<int> {
      co_await aio::yield_now();
      co_return 3;
    };
    auto task = aio::create_task(turns());
    co_await aio::yield_now();
    EXPECT_TRUE(task.cancel());
    EXPECT_TRUE(task.cancel());
    EXPECT_EQ(task.cancelling(), 2);
    EXPECT_EQ(task.uncancel(), 1);
    EXPECT_EQ(task.uncancel(), 0);
    EXPECT_EQ(task.uncancel(), 0);
    EXPECT_EQ(co_await task, 3);
  };
  aio::run(amain);
}

TEST(Cancel, OfASleepCancelsItsTimer) {  // C-16
  auto amain = []() -> aio::Coro<> {
    auto& state = aio::get_running_loop().state();
    auto task = aio::create_task(aio::sleep(1h));
    co_await aio::yield_now();
    EXPECT_EQ(state.timer_count(), 1u);
    task.cancel();
    EXPECT_EQ(state.timer_count(), 0u);
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
  };
  run_manual(amain);
}

TEST(Cancel, DoesNotTakeAThrownCancellationBack) {  // C-13
  auto amain = []() -> aio::Coro<> {
    auto body = []() -> aio::Coro<> {
      try {
        co_await forever();
      } catch (const aio::CancelledError&) {
        EXPECT_EQ(aio::current_task().uncancel(), 0);
        throw;
      }
    };
    auto task = aio::create_task(body());
    co_await aio::yield_now();
    task.cancel();
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
  };
  aio::run(amain);
}

TEST(Cancel, IsCountedByTheBlocksThatAskForIt) {  // C-15
  auto amain = []() -> aio::Coro<> {
    // A block that cancels its own task, and swallows only what it asked for.
    auto block = [](bool others_too) -> aio::Coro<> {
      auto me = aio::current_task();
      const int before = me.cancelling();
      aio::get_running_loop().call_soon([me, others_too]() mutable { me.cancel(), others_too&& me.cancel(); });
      try {
        co_await forever();
      } catch (const aio::CancelledError&) {
        if (me.uncancel() > before) throw;
      }
    };
    co_await block(false);
    EXPECT_EQ(aio::current_task().cancelling(), 0);
    bool theirs = false;
    try {
      co_await block(true);  // meanwhile somebody else cancels too
    } catch (const aio::CancelledError&) {
      theirs = true;
    }
    EXPECT_TRUE(theirs);
    EXPECT_EQ(aio::current_task().uncancel(), 0);
  };
  aio::run(amain);
}

TEST(Cancel, OfTheTaskAndItsFutureIsOneCancellation) {  // C-12, C-17
  auto amain = []() -> aio::Coro<> {
    int caught = 0;
    auto future = aio::get_running_loop().create_future<>();
    auto body = [&]() -> aio::Coro<> {
      try {
        co_await future;
      } catch (const aio::CancelledError&) {
        ++caught;
      }
      co_await aio::yield_now();
      co_await aio::yield_now();
    };
    auto task = aio::create_task(body());
    co_await aio::yield_now();
    EXPECT_TRUE(future.cancel());
    EXPECT_TRUE(task.cancel());
    co_await aio::settle(task);
    EXPECT_EQ(caught, 1);
    EXPECT_TRUE(future.cancelled());
  };
  aio::run(amain);
}

TEST(Cancel, MessageIsAnythingAndReachesWhoAwaits) {  // C-18
  struct Reason {
    int code;
  };
  auto amain = []() -> aio::Coro<> {
    auto inner = aio::create_task(forever());
    auto body = [&]() -> aio::Coro<> { co_await inner; };
    auto outer = aio::create_task(body());
    co_await aio::yield_now();
    co_await aio::yield_now();
    outer.cancel(Reason{17});
    auto outcome = co_await aio::settle(outer);
    int code = 0;
    try {
      outcome.value();
    } catch (const aio::CancelledError& error) {
      code = std::any_cast<Reason>(error.message).code;
    }
    EXPECT_EQ(code, 17);
    auto again = co_await aio::settle(outer);
    EXPECT_EQ(outcome.error(), again.error());  // one object, however often it is looked at
  };
  aio::run(amain);
}

TEST(StopToken, CancelsAndIsFiredByCancel) {  // section 11: cancel by method only
  std::stop_source source;
  std::thread other;
  auto amain = [&]() -> aio::Coro<> {
    auto task = aio::create_task(forever(), {.stop = source.get_token()});
    auto token = task.stop_token();
    co_await aio::yield_now();
    other = std::thread([&] { source.request_stop(); });
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
    EXPECT_TRUE(token.stop_requested());
  };
  aio::run(amain);
  other.join();
}

}  // namespace
