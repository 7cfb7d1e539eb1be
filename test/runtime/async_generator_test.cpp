// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// AsyncGenerator and shutdown_asyncgens: rows, L-35 … L-37.
#include "support.h"

#include <algorithm>
#include <thread>

namespace {
using namespace aio_test;
using Log = std::vector<std::string>;

aio::AsyncGenerator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) {
    co_await aio::sleep(1h);
    co_yield i;
  }
}
/// Says what becomes of it. Awaits when it is closed.
aio::AsyncGenerator<int> guarded(Log& log) {
  Trace trace(log, "destroyed");
  std::exception_ptr closed;
  try {
    log.push_back("begun");
    for (int i = 0;; ++i) co_yield i;
  } catch (const aio::GeneratorExit&) {
    closed = std::current_exception();
  }
  co_await aio::sleep(1h);
  log.push_back("cleaned up");
  std::rethrow_exception(closed);
}
template <class... S>
Log log_of(S... lines) {
  return Log{lines...};
}
static_assert(!std::is_copy_constructible_v<aio::AsyncGenerator<int>>);
static_assert(std::is_nothrow_move_constructible_v<aio::AsyncGenerator<int>>);

TEST(AsyncGenerator, YieldsValuesAndEnds) {
  auto amain = []() -> aio::Coro<> {
    int sum = 0;
    const auto begin = aio::get_running_loop().time();
    auto numbers = count_to(4);
    while (auto number = co_await numbers.next()) sum += *number;
    EXPECT_EQ(sum, 10);
    EXPECT_EQ(aio::get_running_loop().time() - begin, 4h);
    auto none = co_await numbers.next();
    EXPECT_FALSE(none.has_value());
    co_await numbers.aclose();
    EXPECT_TRUE(aio::get_running_loop().state().generators.empty());
  };
  run_manual(amain);
}

TEST(AsyncGenerator, MovesItsValues) {
  auto amain = []() -> aio::Coro<> {
    auto make = []() -> aio::AsyncGenerator<std::unique_ptr<int>> {
      auto first = std::make_unique<int>(1);
      co_yield std::move(first);
      co_yield nullptr;
    };
    auto pointers = make();
    auto first = co_await pointers.next();
    EXPECT_EQ(**first, 1);
    auto second = co_await pointers.next();
    EXPECT_TRUE(second.has_value() && *second == nullptr);
  };
  run_manual(amain);
}

TEST(AsyncGenerator, EndsWithWhatItThrows) {
  auto amain = []() -> aio::Coro<> {
    auto make = []() -> aio::AsyncGenerator<int> {
      co_yield 1;
      throw Boom();
    };
    auto fails = make();
    auto one = co_await fails.next();
    EXPECT_EQ(one, 1);
    auto outcome = co_await aio::settle(fails.next());
    EXPECT_THROW((void)outcome.value(), Boom);
    auto none = co_await fails.next();
    EXPECT_FALSE(none.has_value());
  };
  run_manual(amain);
}

TEST(AsyncGenerator, EndsWithACancellationThatReachesIt) {
  auto amain = []() -> aio::Coro<> {
    auto numbers = count_to(4);
    auto outcome = co_await aio::settle(aio::wait_for(numbers.next(), 1min));
    EXPECT_THROW((void)outcome.value(), aio::TimeoutError);
    auto none = co_await numbers.next();
    EXPECT_FALSE(none.has_value());
  };
  run_manual(amain);
}

TEST(AsyncGenerator, IsDrawnFromByOneAtATime) {
  auto amain = []() -> aio::Coro<> {
    auto numbers = count_to(4);
    auto first = aio::create_task(numbers.next());
    co_await aio::yield_now();
    auto second = co_await aio::settle(numbers.next());
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return second.value(); }),
              "anext(): asynchronous generator is already running");
    auto closing = co_await aio::settle(numbers.aclose());
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return closing.value(); }),
              "aclose(): asynchronous generator is already running");
    EXPECT_EQ(co_await first, 1);
    auto third = co_await aio::create_task(numbers.next());
    EXPECT_EQ(third, 2);
    co_await numbers.aclose();
  };
  run_manual(amain);
}

TEST(AsyncGenerator, CleansUpWhenItIsClosed) {
  auto amain = []() -> aio::Coro<> {
    Log log;
    {
      auto generator = guarded(log);
      co_await generator.next();
      const auto begin = aio::get_running_loop().time();
      co_await generator.aclose();
      EXPECT_EQ(aio::get_running_loop().time() - begin, 1h);
      EXPECT_EQ(log, log_of("begun", "cleaned up", "destroyed"));
      auto none = co_await generator.next();
      EXPECT_FALSE(none.has_value());
    }
    auto unstarted = guarded(log);
    co_await unstarted.aclose();
    auto none = co_await unstarted.next();
    EXPECT_FALSE(none.has_value());
    EXPECT_EQ(log.size(), 3u);
  };
  run_manual(amain);
}

TEST(AsyncGenerator, MayNotYieldWhenItIsClosed) {
  Log log;
  auto make = [&]() -> aio::AsyncGenerator<int> {
    Trace trace(log, "destroyed");
    try {
      co_yield 1;
    } catch (const aio::GeneratorExit&) {
    }
    co_yield 2;
  };
  auto amain = [&]() -> aio::Coro<> {
    auto stubborn = make();
    co_await stubborn.next();
    auto outcome = co_await aio::settle(stubborn.aclose());
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return outcome.value(); }), "async generator ignored GeneratorExit");
    EXPECT_EQ(log, log_of("destroyed"));
  };
  run_manual(amain);
}

TEST(AsyncGenerator, OutlivesItsHandleWhileSomebodyDraws) {
  auto amain = []() -> aio::Coro<> {
    std::optional<aio::AsyncGenerator<int>> numbers(count_to(2));
    auto drawing = aio::create_task(numbers->next());
    co_await aio::yield_now();
    numbers.reset();
    EXPECT_EQ(co_await drawing, 1);
    co_await aio::yield_now();
    co_await aio::yield_now();
    EXPECT_TRUE(aio::get_running_loop().state().generators.empty());
  };
  run_manual(amain);
}

aio::AsyncGenerator<long> nested_generator(long depth) {
  if (depth == 0) co_return;
  auto below = nested_generator(depth - 1);
  while (auto item = co_await below.next()) co_yield *item;
  co_yield depth;
}

TEST(AsyncGenerator, DrawsWithoutGrowingTheStack) {
  auto amain = []() -> aio::Coro<> {
    auto many = []() -> aio::AsyncGenerator<int> {
      for (int i = 0; i < 2 * deep; ++i) co_yield i;
    };
    long count = 0;
    auto generator = many();
    while (co_await generator.next()) ++count;
    EXPECT_EQ(count, 2 * deep);
    long sum = 0;
    const long levels = std::min(deep / 100, 100L);  // each item is handed on through those above
    auto nested = nested_generator(levels);
    while (auto item = co_await nested.next()) sum += *item;
    EXPECT_EQ(sum, levels * (levels + 1) / 2);
  };
  aio::run(amain);
}

//
TEST(ShutdownAsyncgens, ClosesSuspendedGeneratorsTogetherWhenARunEnds) {
  Log first, second;
  std::optional<aio::AsyncGenerator<int>> kept;
  auto manual = std::make_unique<ManualPoller>();
  ManualPoller& clock = *manual;
  auto factory = [&] { return std::make_unique<aio::EventLoop>(std::move(manual)); };
  aio::TimePoint end{};
  auto amain = [&]() -> aio::Coro<> {
    kept.emplace(guarded(first));
    co_await kept->next();
    static std::optional<aio::AsyncGenerator<int>> global;
    global.emplace(guarded(second));
    co_await global->next();
    end = clock.now();
  };
  {
    aio::Runner runner({.loop_factory = factory});
    runner.run(amain());
    EXPECT_EQ(first, log_of("begun"));
    runner.get_loop().call_later(1h, [&] { EXPECT_EQ(first.size() + second.size(), 2u); });
    runner.get_loop().run_until_complete(runner.get_loop().shutdown_asyncgens());
    EXPECT_EQ(clock.now() - end, 1h);
  }
  EXPECT_EQ(first, log_of("begun", "cleaned up", "destroyed"));
  EXPECT_EQ(second, first);
}

//
TEST(ShutdownAsyncgens, IsPartOfRunAndOfDrain) {
  Log by_run, by_drain;
  std::vector<aio::AsyncGenerator<int>> kept;
  auto begin = [&](Log& log) -> aio::Coro<> {
    kept.push_back(guarded(log));
    co_await kept.back().next();
  };
  run_manual([&] { return begin(by_run); });
  EXPECT_EQ(by_run, log_of("begun", "cleaned up", "destroyed"));
  ManualLoop manual;
  manual.loop.run_until_complete(begin(by_drain));
  EXPECT_EQ(by_drain, log_of("begun"));
  aio::drain(manual.loop);
  EXPECT_EQ(by_drain, by_run);
}

//
TEST(ShutdownAsyncgens, ReportsAnErrorAndGoesOn) {
  std::vector<aio::ErrorContext> reported;
  Log log;
  std::vector<aio::AsyncGenerator<int>> kept;
  auto broken = []() -> aio::AsyncGenerator<int> {
    try {
      co_yield 1;
    } catch (const aio::GeneratorExit&) {
      throw Boom("broken clean-up");
    }
  };
  auto amain = [&]() -> aio::Coro<int> {
    aio::get_running_loop().set_exception_handler(
        [&](aio::EventLoop&, const aio::ErrorContext& context) { reported.push_back(context); });
    kept.push_back(broken());
    co_await kept.back().next();
    kept.push_back(guarded(log));
    co_await kept.back().next();
    co_return 5;
  };
  EXPECT_EQ(run_manual(amain), 5);
  ASSERT_EQ(reported.size(), 1u);
  EXPECT_EQ(reported.at(0).message.find("an error occurred during closing of asynchronous generator"), 0u);
  EXPECT_EQ(message_of<Boom>([&]() -> int { std::rethrow_exception(reported.at(0).exception); }), "broken clean-up");
  EXPECT_EQ(log.size(), 3u);
}

// L-35, L-36
TEST(ShutdownAsyncgens, WarnsAboutAGeneratorThatBeginsLater) {
  WarningLog warnings;
  Log log;
  auto amain = [&]() -> aio::Coro<> {
    bool turned = false;
    aio::get_running_loop().call_soon([&] { turned = true; });
    co_await aio::get_running_loop().shutdown_asyncgens();
    EXPECT_FALSE(turned);
    {
      auto late = guarded(log);
      co_await late.next();
      co_await late.next();
    }
    EXPECT_EQ(log, log_of("begun", "destroyed"));
    co_await aio::yield_now();
    EXPECT_TRUE(turned);
  };
  run_manual(amain);
  EXPECT_EQ(warnings.count("ResourceWarning: asynchronous generator '"), 1) << warnings.all();
  EXPECT_EQ(warnings.count("guarded' was scheduled after loop.shutdown_asyncgens() call"), 1) << warnings.all();
}

// L-37
TEST(AsyncGenerator, IsClosedByItsLoopWhenItIsDropped) {
  Log log;
  auto amain = [&]() -> aio::Coro<> {
    {
      auto dropped = guarded(log);
      co_await dropped.next();
    }
    EXPECT_EQ(log, log_of("begun"));
    co_await aio::sleep(2h);
    EXPECT_EQ(log, log_of("begun", "cleaned up", "destroyed"));
    EXPECT_TRUE(aio::get_running_loop().state().generators.empty());
  };
  run_manual(amain);
}

// L-37
TEST(AsyncGenerator, IsClosedByItsLoopWhenAnotherThreadDropsIt) {
  Log log;
  auto amain = [&]() -> aio::Coro<> {
    aio::get_running_loop().set_debug(true);
    std::optional<aio::AsyncGenerator<int>> dropped(guarded(log));
    co_await dropped->next();
    std::thread([&] { dropped.reset(); }).join();
    co_await aio::sleep(2h);
    EXPECT_EQ(log, log_of("begun", "cleaned up", "destroyed"));
  };
  run_manual(amain);
}

// L-37
TEST(AsyncGenerator, IsClosedAtTheEndOfARunThatDropsItLast) {
  WarningLog warnings;
  Log log;
  auto amain = [&]() -> aio::Coro<> {
    auto dropped = guarded(log);
    co_await dropped.next();
  };
  run_manual(amain);
  EXPECT_EQ(log, log_of("begun", "cleaned up", "destroyed"));
  EXPECT_EQ(warnings.size(), 0u) << warnings.all();
}

TEST(AsyncGenerator, DiesWithItsLoopInPlace) {
  WarningLog warnings;
  Log held, drawn, dropped, kept;
  std::optional<aio::AsyncGenerator<int>> outlives;
  {
    ManualLoop manual;
    auto waits = [](Log& log) -> aio::AsyncGenerator<int> {
      Trace trace(log, "destroyed");
      auto inner = count_to(9);
      while (auto item = co_await inner.next()) co_yield *item;
    };
    auto holder = [&]() -> aio::Coro<> {
      auto generator = guarded(held);
      co_await generator.next();
      auto waiting = waits(drawn);
      co_await waiting.next();
      outlives.emplace(guarded(kept));
      co_await outlives->next();
      {
        auto gone = guarded(dropped);
        co_await gone.next();
      }
      manual.loop.stop();
      co_await waiting.next();
    };
    manual.loop.create_task(holder()).detach();
    manual.loop.run_forever();
  }
  EXPECT_EQ(held, log_of("begun", "destroyed"));
  EXPECT_EQ(drawn, log_of("destroyed"));
  EXPECT_EQ(dropped, log_of("begun", "destroyed"));
  EXPECT_EQ(kept, log_of("begun"));
  outlives.reset();
  EXPECT_EQ(kept, log_of("begun", "destroyed"));
  EXPECT_EQ(warnings.count("Task was destroyed but it is pending!"), 1) << warnings.all();
}

TEST(AsyncGenerator, BelongsToOneLoop) {
  ManualLoop first, second;
  Log log;
  auto generator = guarded(log);
  first.loop.run_until_complete(generator.next());
  EXPECT_THROW(second.loop.run_until_complete(generator.next()), aio::WrongLoopError);
  aio::drain(first.loop);
  EXPECT_EQ(second.loop.run_until_complete(generator.next()), std::nullopt);
  auto moved = std::move(generator);
  EXPECT_THROW((void)generator.next(), aio::RuntimeError);
}

}  // namespace
