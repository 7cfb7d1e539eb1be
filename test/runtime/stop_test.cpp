// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Stop tokens: with_stop, TaskOptions::stop, Task::stop_token (section 11, "cancel by method only").
#include "support.h"

#include <stop_token>
#include <thread>

namespace {
using namespace aio_test;

aio::Coro<int> swallows() {
  co_await aio::settle(forever());
  co_return 6;
}

TEST(WithStop, GivesWhatTheAwaitableGives) {
  auto amain = []() -> aio::Coro<> {
    std::stop_source source;
    EXPECT_EQ(co_await aio::with_stop(source.get_token(), aio::sleep(1h, 3)), 3);
    co_await aio::with_stop({}, nothing());
    auto failed = co_await aio::settle(aio::with_stop(source.get_token(), fail_with("through")));
    EXPECT_EQ(message_of<Boom>([&] { return failed.value(); }), "through");
    source.request_stop();
    co_await aio::yield_now();
  };
  run_manual(amain);
}

TEST(WithStop, CancelsWhatItAwaitsAndTakesTheCancellationBack) {
  auto amain = []() -> aio::Coro<> {
    std::stop_source source;
    aio::get_running_loop().call_later(1min, [&] { source.request_stop(); });
    auto me = aio::current_task();
    auto same = [me]() -> aio::Coro<> {
      EXPECT_TRUE(aio::current_task() == me);
      co_await forever();
    };
    auto outcome = co_await aio::settle(aio::with_stop(source.get_token(), same()));
    EXPECT_THROW(outcome.value(), aio::CancelledError);
    EXPECT_EQ(me.cancelling(), 0);
    co_await aio::yield_now();
  };
  run_manual(amain);
}

TEST(WithStop, GivesTheValueOfOneThatSwallowsItsCancellation) {
  auto amain = []() -> aio::Coro<> {
    std::stop_source source;
    aio::get_running_loop().call_later(1min, [&] { source.request_stop(); });
    EXPECT_EQ(co_await aio::with_stop(source.get_token(), swallows()), 6);
    EXPECT_EQ(aio::current_task().cancelling(), 0);
  };
  run_manual(amain);
}

TEST(WithStop, KeepsACancellationFromOutside) {
  auto amain = []() -> aio::Coro<> {
    std::stop_source source;
    auto task = aio::create_task(aio::with_stop(source.get_token(), forever()));
    co_await aio::yield_now();
    source.request_stop();
    task.cancel();
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
    EXPECT_EQ(task.cancelling(), 1);
  };
  run_manual(amain);
}

TEST(WithStop, NeverStartsACoroutineWhenItIsStoppedAlready) {
  WarningLog log;
  auto amain = []() -> aio::Coro<> {
    std::stop_source source;
    source.request_stop();
    bool started = false;
    auto start = [&]() -> aio::Coro<> {
      started = true;
      co_return;
    };
    auto outcome = co_await aio::settle(aio::with_stop(source.get_token(), start()));
    EXPECT_THROW(outcome.value(), aio::CancelledError);
    EXPECT_FALSE(started);
    auto task = aio::create_task(forever());
    auto stopped = co_await aio::settle(aio::with_stop(source.get_token(), task));
    EXPECT_THROW(stopped.value(), aio::CancelledError);
    EXPECT_TRUE(task.cancelled());
    auto done = aio::create_task(answer());
    co_await done;
    EXPECT_EQ(co_await aio::with_stop(source.get_token(), done), 42);
  };
  run_manual(amain);
  EXPECT_EQ(log.size(), 0u) << log.all();
}

TEST(WithStop, TakesARequestFromAnotherThread) {
  std::stop_source source;
  std::thread stopper;
  auto amain = [&]() -> aio::Coro<bool> {
    stopper = std::thread([&] { source.request_stop(); });
    auto outcome = co_await aio::settle(aio::with_stop(source.get_token(), forever()));
    co_return outcome.has_value();
  };
  EXPECT_FALSE(aio::run(amain));
  stopper.join();
}

TEST(WithStop, IsDeafAfterItsLoopHasClosed) {
  WarningLog log;
  std::stop_source source;
  {
    ManualLoop manual;
    manual.loop.create_task(aio::with_stop(source.get_token(), forever())).detach();
    manual.loop.call_soon([&] { manual.loop.stop(); });
    manual.loop.run_forever();
  }
  EXPECT_TRUE(source.request_stop());
  EXPECT_EQ(log.count("Task was destroyed but it is pending!"), 1) << log.all();
}

TEST(StopToken, OfATaskFiresOnItsFirstCancellation) {
  auto amain = []() -> aio::Coro<> {
    std::stop_source source;
    auto task = aio::create_task(forever(), {.stop = source.get_token()});
    std::stop_token token = task.stop_token();
    EXPECT_FALSE(token.stop_requested());
    co_await aio::yield_now();
    source.request_stop();
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled() && token.stop_requested());
  };
  run_manual(amain);
}

}  // namespace
