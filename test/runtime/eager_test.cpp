// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tasks that start eagerly: rows E-01 … E-09.
#include "support.h"

namespace {
using namespace aio_test;

const aio::TaskOptions eager{.eager_start = true};

// E-01
TEST(EagerStart, RunsToTheFirstSuspensionAtOnce) {
  auto amain = []() -> aio::Coro<> {
    std::string order;
    auto body = [&]() -> aio::Coro<int> {
      order += "body ";
      co_await aio::sleep(1s);
      order += "later";
      co_return 1;
    };
    auto task = aio::create_task(body(), eager);
    order += "creator ";
    EXPECT_FALSE(task.done());
    EXPECT_EQ(co_await task, 1);
    EXPECT_EQ(order, "body creator later");
  };
  run_manual(amain);
}

// E-02, E-06
TEST(EagerStart, IsDoneAtOnceWhenItNeverSuspends) {
  auto amain = []() -> aio::Coro<> {
    bool turned = false;
    aio::get_running_loop().call_soon([&] { turned = true; });
    auto task = aio::create_task(answer(), eager);
    EXPECT_TRUE(task.done());
    EXPECT_FALSE(task.cancel());
    EXPECT_EQ(co_await task, 42);
    EXPECT_EQ(aio::all_tasks().size(), 1u);
    auto fails = []() -> aio::Coro<> {
      throw Boom();
      co_return;
    };
    auto failed = aio::create_task(fails(), eager);
    EXPECT_THROW(failed.result(), Boom);
    EXPECT_FALSE(turned);
    co_await aio::yield_now();
  };
  run_manual(amain);
}

// E-03
TEST(EagerStart, IsAnOrdinaryStartWhenTheLoopDoesNotRun) {
  ManualLoop manual;
  bool started = false;
  auto body = [&]() -> aio::Coro<> {
    started = true;
    co_return;
  };
  auto idle = manual.loop.create_task(body(), eager);
  EXPECT_FALSE(started);
  manual.loop.run_until_complete(idle);
  EXPECT_TRUE(started);
  started = false;
  auto amain = [&]() -> aio::Coro<> {
    auto lazy = aio::create_task(body(), {.eager_start = false});
    EXPECT_FALSE(started);
    co_await lazy;
  };
  manual.loop.run_until_complete(amain());
}

// E-04, E-05
TEST(EagerStart, HasItsOwnTaskAndContextInTheFirstStep) {
  static aio::ContextVar<int> variable("variable", 0);
  auto amain = []() -> aio::Coro<> {
    variable.set(1);
    const auto creator = aio::current_task();
    aio::AnyTask during;
    auto body = [&]() -> aio::Coro<> {
      during = aio::current_task();
      EXPECT_EQ(variable.get(), 1);
      variable.set(2);
      co_await aio::yield_now();
      EXPECT_EQ(variable.get(), 2);
    };
    auto task = aio::create_task(body(), eager);
    EXPECT_TRUE(during == aio::AnyTask(task));
    EXPECT_TRUE(aio::current_task() == creator);
    EXPECT_EQ(variable.get(), 1);
    co_await task;
  };
  run_manual(amain);
}

// E-07
TEST(EagerStart, IsCancelledAsAnyOtherAfterItsFirstStep) {
  auto amain = []() -> aio::Coro<> {
    auto task = aio::create_task(forever(), eager);
    EXPECT_TRUE(task.cancel(std::string("why")));
    auto outcome = co_await aio::settle(task);
    std::string why;
    try {
      outcome.value();
    } catch (const aio::CancelledError& error) {
      why = std::any_cast<std::string>(error.message);
    }
    EXPECT_EQ(why, "why");
    EXPECT_TRUE(task.cancelled());
  };
  run_manual(amain);
}

aio::Coro<int> gather_tree(int depth, int width) {
  if (depth == 0) co_return 1;
  std::vector<aio::Task<int>> children;
  for (int i = 0; i < width; ++i) children.push_back(aio::create_task(gather_tree(depth - 1, width), eager));
  int nodes = 1;
  for (const int below : co_await aio::gather_all(std::move(children))) nodes += below;
  co_return nodes;
}

// E-08
TEST(EagerStart, MakesAGatherTreeWithoutSuspensionsTakeNoTurn) {
  auto amain = []() -> aio::Coro<> {
    bool turned = false;
    aio::get_running_loop().call_soon([&] { turned = true; });
    const int nodes = co_await gather_tree(4, 5);
    EXPECT_EQ(nodes, 781);
    EXPECT_FALSE(turned);
    co_await aio::yield_now();
  };
  run_manual(amain);
}

// E-08
TEST(EagerStart, LeavesNoTaskOfAGroupToBeScheduled) {
  auto amain = []() -> aio::Coro<> {
    co_await aio::task_group([](aio::TaskGroup& group) -> aio::Coro<> {
      for (int i = 0; i < 100; ++i) group.create_task(answer(), eager).detach();
      EXPECT_EQ(aio::all_tasks().size(), 1u);
      co_return;
    });
  };
  run_manual(amain);
}

// E-09
TEST(EagerStart, OfAGroupsChildThatFailsDoesNotCancelItsCreatorTooEarly) {
  auto amain = []() -> aio::Coro<> {
    bool reached = false;
    auto fails = []() -> aio::Coro<> {
      throw Boom();
      co_return;
    };
    auto body = [&](aio::TaskGroup& group) -> aio::Coro<> {
      auto child = group.create_task(fails(), eager);
      EXPECT_TRUE(child.done());
      EXPECT_EQ(aio::current_task().cancelling(), 0);
      reached = true;
      co_await forever();
    };
    auto outcome = co_await aio::settle(aio::task_group(body));
    EXPECT_THROW(outcome.value(), aio::ExceptionGroup);
    EXPECT_TRUE(reached);
    EXPECT_EQ(aio::current_task().cancelling(), 0);
  };
  run_manual(amain);
}

}  // namespace
