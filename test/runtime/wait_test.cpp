// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// wait: rows X-30 … X-36.
#include "support.h"

#include <list>

namespace {
using namespace aio_test;
using Tasks = std::vector<aio::Task<int>>;

/// Tasks that give 1, 2, 3 … after as many hours.
Tasks hours(int count) {
  Tasks tasks;
  for (int i = 1; i <= count; ++i) tasks.push_back(aio::create_task(aio::sleep(std::chrono::hours(i), i)));
  return tasks;
}
aio::Coro<int> fail_after(aio::Duration delay) {
  co_await aio::sleep(delay);
  throw Boom();
}
Tasks list_of(const aio::Task<int>& a, const aio::Task<int>& b) {
  Tasks tasks;
  tasks.push_back(a);
  tasks.push_back(b);
  return tasks;
}

template <class A>
concept WaitsFor = requires(A a) { aio::wait(std::move(a)); };

//
TEST(Wait, TakesTasksOnly) {
  static_assert(WaitsFor<Tasks> && !WaitsFor<aio::Task<int>> && !WaitsFor<std::vector<aio::Coro<int>>>);
}

//
TEST(Wait, RefusesAnEmptySet) {
  EXPECT_EQ(message_of<aio::ValueError>([] { return aio::run(aio::wait(Tasks{})); }), "Set of Tasks/Futures is empty.");
}

//
TEST(Wait, GivesEveryTaskAndThrowsNothingOfTheirs) {
  WarningLog log;
  auto amain = []() -> aio::Coro<> {
    auto good = aio::create_task(answer());
    auto bad = aio::create_task(fail_with("kept"));
    auto result = co_await aio::wait(list_of(bad, good));
    EXPECT_EQ(result.done.size(), 2u);
    EXPECT_TRUE(result.pending.empty());
    EXPECT_EQ(message_of<Boom>([&] { return result.done.at(0).result(); }), "kept");
    EXPECT_EQ(result.done.at(1).result(), 42);
  };
  run_manual(amain);
  EXPECT_EQ(log.size(), 0u) << log.all();
}

//
TEST(Wait, TakesATimeoutAsAnAnswerAndCancelsNothing) {
  auto amain = []() -> aio::Coro<> {
    auto& loop = aio::get_running_loop();
    const auto begin = loop.time();
    auto result = co_await aio::wait(hours(3), 90min);
    EXPECT_EQ(loop.time() - begin, 90min);
    EXPECT_EQ(result.done.size(), 1u);
    EXPECT_EQ(result.pending.size(), 2u);
    auto rest = co_await aio::wait(result.pending);
    EXPECT_EQ(rest.done.at(0).result() + rest.done.at(1).result(), 5);
    EXPECT_EQ(loop.time() - begin, 3h);
    EXPECT_EQ(loop.state().timer_count(), 0u);
  };
  run_manual(amain);
}

//
TEST(Wait, ReturnsAfterTheFirstWithAllThatAreDoneByThen) {
  auto amain = []() -> aio::Coro<> {
    Tasks tasks = hours(3);
    tasks.push_back(aio::create_task(aio::sleep(1h, 9)));
    auto first = co_await aio::wait(tasks, {}, aio::ReturnWhen::first_completed);
    EXPECT_EQ(first.done.size(), 2u);
    EXPECT_EQ(first.done.at(0).result(), 1);
    EXPECT_EQ(first.done.at(1).result(), 9);
    auto again = co_await aio::wait(tasks, {}, aio::ReturnWhen::first_completed);
    EXPECT_EQ(again.done.size(), 2u);
    EXPECT_EQ(again.pending.size(), 2u);
  };
  run_manual(amain);
}

//
TEST(Wait, ReturnsAtTheFirstFailureWhichACancellationIsNot) {
  auto amain = []() -> aio::Coro<> {
    Tasks tasks = hours(4);
    tasks.push_back(aio::create_task(fail_after(150min)));
    tasks.at(0).cancel();
    auto& loop = aio::get_running_loop();
    const auto begin = loop.time();
    auto result = co_await aio::wait(tasks, std::nullopt, aio::ReturnWhen::first_exception);
    EXPECT_EQ(loop.time() - begin, 150min);
    EXPECT_EQ(result.done.size(), 3u);
    EXPECT_THROW(result.done.at(2).result(), Boom);
    result = co_await aio::wait(result.pending, 10h, aio::ReturnWhen::first_exception);
    EXPECT_EQ(result.done.size(), 2u);
    EXPECT_EQ(loop.time() - begin, 4h);
  };
  run_manual(amain);
}

//
TEST(Wait, LeavesTheTasksAloneWhenItIsCancelled) {
  auto amain = []() -> aio::Coro<> {
    Tasks tasks = hours(2);
    auto waiter = aio::create_task(aio::wait(tasks, 5h));
    co_await aio::sleep(1min);
    waiter.cancel();
    auto outcome = co_await aio::settle(waiter);
    EXPECT_THROW((void)outcome.value(), aio::CancelledError);
    EXPECT_EQ(aio::get_running_loop().state().timer_count(), 2u);
    EXPECT_EQ(co_await tasks.at(1), 2);
  };
  run_manual(amain);
}

//
TEST(Wait, TakesAnyRangeAndEachTaskOnce) {
  auto amain = []() -> aio::Coro<> {
    Tasks tasks = hours(2);
    std::list<aio::Task<int>> many;
    for (const auto& task : {tasks.at(0), tasks.at(1), tasks.at(0)}) many.push_back(task);
    auto listed = co_await aio::wait(many);
    EXPECT_EQ(listed.done.size(), 2u);
    auto made = [&tasks](int i) { return tasks.at(i); };
    auto generated = co_await aio::wait(std::views::iota(0, 2) | std::views::transform(made));
    EXPECT_EQ(generated.done.size(), 2u);
  };
  run_manual(amain);
}

TEST(Wait, RefusesATaskOfAnotherLoop) {
  ManualLoop other;
  Tasks tasks;
  tasks.push_back(other.loop.create_task(answer()));
  EXPECT_THROW(aio::run(aio::wait(tasks)), aio::ValueError);
  other.loop.run_until_complete(tasks.at(0));
}

TEST(Wait, DiesWithItsLoop) {
  WarningLog log;
  ManualLoop manual;
  auto waiter = [](aio::EventLoop& loop) -> aio::Coro<> {
    auto result = co_await aio::wait(hours(2), 5h, aio::ReturnWhen::first_completed);
    loop.stop();
    co_await aio::wait(result.pending, 5h);
  };
  manual.loop.create_task(waiter(manual.loop)).detach();
  manual.loop.run_forever();
  manual.loop.close();
  EXPECT_EQ(log.count("Task was destroyed but it is pending!"), 2) << log.all();
}

}  // namespace
