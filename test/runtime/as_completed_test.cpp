// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// as_completed: rows X-90 … X-95.
#include "support.h"

namespace {
using namespace aio_test;
using Coros = std::vector<aio::Coro<int>>;

template <class... C>
Coros coros(C... made) {
  Coros all;
  (all.push_back(std::move(made)), ...);
  return all;
}
aio::Coro<std::vector<int>> values_of(aio::AsyncGenerator<aio::Task<int>> ended) {
  std::vector<int> values;
  while (auto task = co_await ended.next()) values.push_back(task->result());
  co_return std::move(values);
}

template <class A>
concept Iterable = requires(A a) { aio::as_completed(std::move(a)); };

//
TEST(AsCompleted, TakesARangeOnly) {
  static_assert(Iterable<Coros> && Iterable<std::vector<aio::Task<int>>&> && !Iterable<aio::Task<int>>);
}

//
TEST(AsCompleted, GivesTasksInTheOrderOfTheirEnds) {
  auto amain = []() -> aio::Coro<> {
    auto values =
        co_await values_of(aio::as_completed(coros(aio::sleep(3h, 3), aio::sleep(1h, 1), answer(), aio::sleep(2h, 2))));
    EXPECT_EQ(values, (std::vector<int>{42, 1, 2, 3}));
    values = co_await values_of(aio::as_completed(Coros{}));
    EXPECT_TRUE(values.empty());
  };
  run_manual(amain);
}

//
TEST(AsCompleted, GivesATaskThatIsThereTwiceOnce) {
  auto amain = []() -> aio::Coro<> {
    std::vector<aio::Task<int>> tasks(3, aio::create_task(aio::sleep(1h, 4)));
    tasks.push_back(aio::create_task(answer()));
    auto values = co_await values_of(aio::as_completed(tasks));
    EXPECT_EQ(values, (std::vector<int>{42, 4}));
  };
  run_manual(amain);
}

//
TEST(AsCompleted, StartsItsCoroutinesAtOnce) {
  auto amain = []() -> aio::Coro<> {
    const auto begin = aio::get_running_loop().time();
    auto ended = aio::as_completed(coros(aio::sleep(1h, 1), aio::sleep(2h, 2)), 3h);
    co_await aio::sleep(150min);
    auto first = co_await ended.next();
    auto second = co_await ended.next();
    EXPECT_EQ(first->result() + second->result(), 3);
    EXPECT_EQ(aio::get_running_loop().time() - begin, 150min);
    EXPECT_EQ(aio::get_running_loop().state().timer_count(), 0u);
  };
  run_manual(amain);
  EXPECT_EQ(message_of<aio::NoRunningLoopError>([] { return aio::as_completed(Coros{}); }), "no running event loop");
}

//
TEST(AsCompleted, GivesBackTheTasksItGot) {
  auto amain = []() -> aio::Coro<> {
    std::vector<aio::Task<int>> tasks;
    tasks.push_back(aio::create_task(aio::sleep(2h, 2)));
    tasks.push_back(aio::create_task(fail_with("mine")));
    auto ended = aio::as_completed(tasks);
    auto first = co_await ended.next();
    EXPECT_TRUE(aio::AnyTask(*first) == aio::AnyTask(tasks.at(1)));
    EXPECT_EQ(message_of<Boom>([&] { return first->result(); }), "mine");
    auto second = co_await ended.next();
    EXPECT_TRUE(aio::AnyTask(*second) == aio::AnyTask(tasks.at(0)));
    auto future = aio::get_running_loop().create_future<int>();
    future.set_result(1);
    auto futures = aio::as_completed(std::vector<aio::Future<int>>(1, future));
    auto same = co_await futures.next();
    EXPECT_EQ(same->state().get(), future.state().get());
  };
  run_manual(amain);
}

//
TEST(AsCompleted, ThrowsForEachTaskThatIsLateAndCancelsNone) {
  auto amain = []() -> aio::Coro<> {
    std::vector<aio::Task<int>> tasks;
    for (int i = 1; i <= 3; ++i) tasks.push_back(aio::create_task(aio::sleep(std::chrono::hours(i), i)));
    auto ended = aio::as_completed(tasks, 90min);
    auto first = co_await ended.next();
    EXPECT_EQ(first->result(), 1);
    co_await aio::sleep(75min);  // the second one ends now, but late
    for (int late = 0; late < 2; ++late) {
      auto outcome = co_await aio::settle(ended.next());
      EXPECT_THROW((void)outcome.value(), aio::TimeoutError);
    }
    auto none = co_await ended.next();
    EXPECT_FALSE(none.has_value());
    EXPECT_EQ(co_await tasks.at(2), 3);
  };
  run_manual(amain);
}

//
TEST(AsCompleted, StopsWaitingWhenItsTimeIsUp) {
  auto amain = []() -> aio::Coro<> {
    const auto begin = aio::get_running_loop().time();
    auto ended = aio::as_completed(coros(aio::sleep(5h, 5)), 1h);
    auto outcome = co_await aio::settle(ended.next());
    EXPECT_THROW((void)outcome.value(), aio::TimeoutError);
    EXPECT_EQ(aio::get_running_loop().time() - begin, 1h);
  };
  run_manual(amain);
}

//
TEST(AsCompleted, GoesOnAfterAnInterruption) {
  auto amain = []() -> aio::Coro<> {
    auto ended = aio::as_completed(coros(aio::sleep(1h, 1), aio::sleep(2h, 2), aio::sleep(3h, 3)));
    auto first = co_await ended.next();
    EXPECT_EQ(first->result(), 1);
    auto cancelled = co_await aio::settle(aio::wait_for(ended.next(), 1min));
    EXPECT_THROW((void)cancelled.value(), aio::TimeoutError);
    auto rest = co_await values_of(std::move(ended));
    EXPECT_EQ(rest, (std::vector<int>{2, 3}));
  };
  run_manual(amain);
}

TEST(AsCompleted, RefusesAFutureOfAnotherLoop) {
  ManualLoop other;
  auto foreign = other.loop.create_future<int>();
  auto amain = [&]() -> aio::Coro<> {
    (void)aio::as_completed(std::vector<aio::Future<int>>(1, foreign));
    co_return;
  };
  EXPECT_THROW(aio::run(amain), aio::ValueError);
}

TEST(AsCompleted, DiesWithItsLoop) {
  WarningLog log;
  ManualLoop manual;
  auto waiter = []() -> aio::Coro<> {
    auto ended = aio::as_completed(coros(aio::sleep(1h, 1), aio::sleep(5h, 5)), 9h);
    while (co_await ended.next()) {
    }
  };
  manual.loop.create_task(waiter()).detach();
  manual.loop.call_later(2h, [&] { manual.loop.stop(); });
  manual.loop.run_forever();
  manual.loop.close();
  EXPECT_EQ(log.count("Task was destroyed but it is pending!"), 2) << log.all();
}

}  // namespace
