// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Future and Task: rows F-01 … F-16, T-01 … T-20, E-01 … E-07.
#include "support.h"

namespace {
using namespace aio_test;

TEST(Future, HoldsNothingUntilItIsSet) {  // F-01, F-02
  aio::EventLoop loop;
  auto future = loop.create_future<int>();
  EXPECT_EQ(message_of<aio::InvalidStateError>([&] { return future.result(); }), "Result is not set.");
  EXPECT_EQ(message_of<aio::InvalidStateError>([&] { return future.exception(); }), "Exception is not set.");
  future.set_result(1);
  EXPECT_EQ(future.result(), 1);
  EXPECT_THROW(future.set_result(2), aio::InvalidStateError);
  EXPECT_THROW(future.set_exception(std::make_exception_ptr(Boom())), aio::InvalidStateError);
  EXPECT_FALSE(future.cancel());
  loop.close();
}

TEST(Future, CarriesTheCancelMessage) {  // F-03, F-04, C-18
  aio::EventLoop loop;
  auto future = loop.create_future<int>();
  EXPECT_TRUE(future.cancel(std::string("enough")));
  EXPECT_TRUE(future.cancelled());
  try {
    (void)future.result();
  } catch (const aio::CancelledError& error) {
    EXPECT_EQ(std::any_cast<std::string>(error.message), "enough");
  }
  EXPECT_THROW((void)future.exception(), aio::CancelledError);
  loop.close();
}

TEST(Future, SchedulesItsCallbacksInOrder) {  // F-06, F-07
  aio::EventLoop loop;
  std::string order;
  auto future = loop.create_future<int>();
  future.add_done_callback([&](aio::Future<int>& done) { order += std::to_string(done.result()); });
  const auto removed = future.add_done_callback([&](aio::Future<int>&) { order += "x"; });
  future.add_done_callback([&](aio::Future<int>&) { order += "b"; });
  EXPECT_TRUE(future.remove_done_callback(removed));
  EXPECT_FALSE(future.remove_done_callback(removed));
  future.set_result(1);
  EXPECT_EQ(order, "");
  future.add_done_callback([&](aio::Future<int>&) { order += "c", loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(order, "1bc");
  loop.close();
}

TEST(Future, ReportsAnErrorNobodyLookedAt) {  // F-09, F-10, F-11, L9
  WarningLog log;
  aio::EventLoop loop;
  {
    loop.create_future<int>().set_exception(std::make_exception_ptr(Boom()));
  }
  EXPECT_EQ(log.count("Future exception was never retrieved"), 1) << log.all();
  {
    auto looked = loop.create_future<int>();
    looked.set_exception(std::make_exception_ptr(Boom()));
    EXPECT_TRUE(looked.exception());
    auto cancelled = loop.create_future<int>();
    cancelled.set_exception(std::make_exception_ptr(Boom()));
    EXPECT_FALSE(cancelled.cancel());
    loop.create_future<int>().set_result(3);
  }
  EXPECT_EQ(log.size(), 1u) << log.all();
  loop.close();
}

TEST(Future, DoesNotSuspendWhenItIsDone) {  // F-12, F-13
  int turns = 0;
  auto amain = [&]() -> aio::Coro<int> {
    auto future = aio::get_running_loop().create_future<int>();
    future.set_result(2);
    aio::get_running_loop().call_soon([&] { ++turns; });
    const int first = co_await future;
    const int second = co_await future;
    co_return first + second + 100 * turns;
  };
  EXPECT_EQ(aio::run(amain), 4);
}

TEST(Future, GivesTheSameErrorToEverybody) {  // F-13
  auto amain = []() -> aio::Coro<> {
    auto future = aio::get_running_loop().create_future<int>();
    future.set_exception(std::make_exception_ptr(Boom("one")));
    auto first = co_await aio::settle(future);
    auto second = co_await aio::settle(future);
    EXPECT_EQ(first.error(), second.error());
    EXPECT_EQ(first.error(), future.exception());
  };
  aio::run(amain);
}

TEST(Future, BelongsToTheLoopThatMadeIt) {  // F-14, B-07
  aio::EventLoop one, two;
  auto future = one.create_future<int>();
  auto task = two.create_task(answer());
  EXPECT_EQ(&future.get_loop(), &one);
  EXPECT_EQ(&task.get_loop(), &two);
  auto amain = [&]() -> aio::Coro<> {
    EXPECT_EQ(&aio::get_running_loop().create_future<int>().get_loop(), &two);
    co_return;
  };
  two.run_until_complete(amain());
  one.close();
  two.close();
}

TEST(Future, CallbacksMayBeRemovedByCallbacks) {  // F-07
  aio::EventLoop loop;
  std::string order;
  auto future = loop.create_future<int>();
  std::uint64_t second = 0;
  future.add_done_callback([&](aio::Future<int>& done) {
    order += done.remove_done_callback(second) ? "removed " : "scheduled ";
    done.add_done_callback([&](aio::Future<int>&) { order += "late", loop.stop(); });
  });
  second = future.add_done_callback([&](aio::Future<int>&) { order += "second "; });
  const auto third = future.add_done_callback([&](aio::Future<int>&) { order += "never "; });
  EXPECT_TRUE(future.remove_done_callback(third));
  future.set_result(1);
  loop.run_forever();
  EXPECT_EQ(order, "scheduled second late");
  loop.close();
}

aio::ContextVar<int> shade("shade", 0);

TEST(Future, CallbacksRunInTheContextOfTheirRegistration) {  // F-06, S-03
  aio::EventLoop loop;
  std::string seen;
  auto future = loop.create_future<int>();
  auto token = shade.set(1);
  future.add_done_callback([&](aio::Future<int>&) { seen += std::to_string(shade.get()), shade.set(9); });
  shade.reset(token);
  aio::Context own;
  own.run([] { shade.set(2); });
  future.add_done_callback([&](aio::Future<int>&) { seen += std::to_string(shade.get()), shade.set(3); }, own);
  future.add_done_callback([&](aio::Future<int>&) { seen += std::to_string(shade.get()), loop.stop(); });
  future.set_result(1);
  loop.run_forever();
  EXPECT_EQ(seen, "120");
  EXPECT_EQ(own.run([] { return shade.get(); }), 3);
  EXPECT_EQ(shade.get(), 0);
  loop.close();
}

TEST(Future, MovesItsValueToTheLastHandleOnly) {  // section 11: results are shared references
  auto amain = []() -> aio::Coro<> {
    auto make = []() -> aio::Coro<std::unique_ptr<int>> { co_return std::make_unique<int>(9); };
    auto sole = aio::create_task(make());
    auto value = co_await std::move(sole);
    EXPECT_EQ(*value, 9);
    auto shared = aio::create_task(make());
    auto other = shared;
    const auto& borrowed = co_await shared;
    EXPECT_EQ(*borrowed, 9);
    std::string refusal;
    try {
      auto refused = co_await std::move(shared);
    } catch (const aio::RuntimeError& error) {
      refusal = error.what();
    }
    EXPECT_EQ(refusal, "the result of a shared future cannot be copied or moved out");
    EXPECT_EQ(*other.result(), 9);
  };
  aio::run(amain);
}

TEST(Future, OutlivesItsLoop) {  // L6
  std::optional<aio::Future<int>> future;
  {
    aio::EventLoop loop;
    future = loop.create_future<int>();
    future->add_done_callback([](aio::Future<int>&) {});
    loop.close();
  }
  EXPECT_THROW(future->get_loop(), aio::LoopClosedError);
  future->set_result(4);
  EXPECT_EQ(future->result(), 4);
}

TEST(Task, DoesNotStartSynchronously) {  // T-01, T-02, T-04
  auto amain = []() -> aio::Coro<> {
    bool started = false;
    auto body = [&]() -> aio::Coro<> {
      started = true;
      co_return;
    };
    auto task = aio::create_task(body());
    EXPECT_FALSE(started);
    EXPECT_EQ(task.get_name().rfind("Task-", 0), 0u);
    task.set_name("renamed");
    EXPECT_EQ(task.get_name(), "renamed");
    EXPECT_GT(task.created_at().line(), 0u);
    EXPECT_NE(std::string(task.created_at().file_name()).find("future_test.cpp"), std::string::npos);
    auto plain = aio::create_task(nothing(), {});
    co_await plain;
    co_await task;
    EXPECT_TRUE(started);
  };
  aio::run(amain);
  WarningLog log;
  EXPECT_THROW((void)aio::create_task(answer()), aio::NoRunningLoopError);
  EXPECT_EQ(log.count("never awaited"), 1);
}

TEST(Task, CountsItsNames) {  // T-04
  aio::EventLoop loop;
  auto one = loop.create_task(answer()), two = loop.create_task(answer());
  const int first = std::stoi(one.get_name().substr(5)), second = std::stoi(two.get_name().substr(5));
  EXPECT_EQ(second, first + 1);
  auto named = loop.create_task(answer(), {.name = "mine"});
  EXPECT_EQ(named.get_name(), "mine");
  loop.run_until_complete(named);
  loop.close();
}

TEST(Task, GivesAFutureBackAsAValue) {  // T-16
  auto amain = []() -> aio::Coro<> {
    auto make = []() -> aio::Coro<aio::Future<int>> { co_return aio::get_running_loop().create_future<int>(); };
    auto task = aio::create_task(make());
    auto future = co_await task;
    EXPECT_FALSE(future.done());
    future.set_result(1);
    EXPECT_EQ(co_await future, 1);
  };
  aio::run(amain);
}

TEST(Task, KeepsItsErrorForWhoeverLooks) {  // T-17, F-10
  WarningLog log;
  auto amain = []() -> aio::Coro<> {
    auto task = aio::create_task(fail_with("kept"));
    std::string text;
    try {
      co_await task;
    } catch (const Boom& error) {
      text = error.what();
    }
    EXPECT_EQ(text, "kept");
    EXPECT_EQ(message_of<Boom>([&] { return task.result(); }), "kept");
    EXPECT_TRUE(task.exception());
    EXPECT_FALSE(task.cancelled());
  };
  aio::run(amain);
  EXPECT_EQ(log.size(), 0u) << log.all();
}

static_assert(std::is_base_of_v<aio::Future<int>, aio::Task<int>>);  // T-20
template <class X>
concept Startable = requires(aio::EventLoop& loop, X x) { loop.create_task(std::move(x)); };
template <class X>
concept StartableFromThreads =
    requires(aio::EventLoop& loop, X x) { aio::run_coroutine_threadsafe(std::move(x), loop); };

TEST(Task, IsAFutureMadeOfACoroutine) {  // T-03, T-20, S-17
  static_assert(StartableFromThreads<aio::Coro<int>> && !StartableFromThreads<int>);
  static_assert(!StartableFromThreads<aio::Future<int>>);
  static_assert(Startable<aio::Coro<int>> && !Startable<int> && !Startable<aio::Future<int>>);
  aio::EventLoop loop;
  std::string order;
  aio::Future<int> future = loop.create_task(answer());
  future.add_done_callback([&](aio::Future<int>& done) { order += std::to_string(done.result()), loop.stop(); });
  EXPECT_THROW((void)future.result(), aio::InvalidStateError);
  loop.run_forever();
  EXPECT_EQ(order, "42");
  loop.close();
}

aio::ContextVar<int> depth("depth", 0);

TEST(Task, RunsInACopyOfItsCreatorsContextOrInAGivenOne) {  // T-05, T-06, U-11
  auto bump = []() -> aio::Coro<int> {
    depth.set(depth.get() + 1);
    co_await aio::yield_now();
    co_return depth.get();
  };
  auto amain = [&]() -> aio::Coro<> {
    depth.set(5);
    EXPECT_EQ((co_await aio::create_task(bump())), 6);
    EXPECT_EQ(depth.get(), 5);
    aio::Context own;
    auto task = aio::create_task(bump(), {.context = own});
    EXPECT_EQ((co_await task), 1);
    EXPECT_EQ(own.run([] { return depth.get(); }), 1);
    EXPECT_EQ(task.get_context().run([] { return depth.get(); }), 1);
  };
  aio::run(amain);
}

TEST(Task, RunsOnWithoutAHandle) {  // T-09, decided 2
  bool ran = false;
  auto body = [&]() -> aio::Coro<> {
    co_await aio::sleep(1h);
    ran = true;
  };
  auto amain = [&]() -> aio::Coro<> {
    aio::create_task(body()).detach();
    co_await aio::sleep(2h);
  };
  run_manual(amain);
  EXPECT_TRUE(ran);
}

TEST(Task, ReportsAnErrorNobodyLookedAt) {  // F-09
  WarningLog log;
  auto amain = []() -> aio::Coro<> {
    {
      aio::create_task(fail_with("lost"), {.name = "loser"}).detach();
    }
    co_await aio::yield_now();
    co_await aio::yield_now();
    co_await aio::yield_now();
  };
  aio::run(amain);
  EXPECT_EQ(log.count("Task exception was never retrieved; task: 'loser'"), 1) << log.all();
  EXPECT_EQ(log.count("exception: lost"), 1) << log.all();
}

template <class F>
concept Settable = requires(F future) { future.set_result(1); };

TEST(Task, RefusesToBeSet) {  // T-13
  static_assert(!Settable<aio::Task<int>> && Settable<aio::Future<int>>);
  aio::EventLoop loop;
  aio::Future<int> sliced = loop.create_task(answer());
  EXPECT_EQ(message_of<aio::RuntimeError>([&] { sliced.set_result(1); }), "Task does not support set_result operation");
  EXPECT_EQ(message_of<aio::RuntimeError>([&] { sliced.set_exception(nullptr); }),
            "Task does not support set_exception operation");
  loop.run_until_complete(sliced);
  loop.close();
}

TEST(Task, RefusesAFutureOfAnotherLoopAndItself) {  // T-14, T-15
  aio::EventLoop other;
  auto foreign = other.create_future<int>();
  std::optional<aio::Task<std::string>> self;
  auto amain = [&]() -> aio::Coro<> {
    std::string text;
    try {
      co_await foreign;
    } catch (const aio::WrongLoopError& error) {
      text = error.what();
    }
    EXPECT_NE(text.find("attached to a different loop"), std::string::npos);
    auto body = [&]() -> aio::Coro<std::string> {
      std::string refusal;
      try {
        co_await *self;
      } catch (const aio::RuntimeError& error) {
        refusal = error.what();
      }
      co_return refusal;
    };
    self = aio::create_task(body());
    const std::string refusal = co_await *self;
    EXPECT_EQ(refusal.rfind("Task cannot await on itself", 0), 0u);
  };
  aio::run(amain);
  self.reset();
  other.close();
}

TEST(Task, StartsEagerlyWhenAsked) {  // E-01 … E-04, E-07, U-11
  auto amain = []() -> aio::Coro<> {
    auto me = aio::current_task();
    bool inside = false;
    auto body = [&]() -> aio::Coro<int> {
      inside = !(aio::current_task() == me);
      co_return 1;
    };
    auto done = aio::create_task(body(), {.eager_start = true});
    EXPECT_TRUE(done.done());
    EXPECT_TRUE(inside);
    EXPECT_TRUE(aio::current_task() == me);
    auto blocked = aio::create_task(forever(), {.eager_start = true});
    EXPECT_FALSE(blocked.done());
    EXPECT_TRUE(blocked.cancel());
    EXPECT_THROW((void)(co_await aio::settle(blocked)).value(), aio::CancelledError);
    EXPECT_EQ(co_await done, 1);
  };
  aio::run(amain);
}

}  // namespace
