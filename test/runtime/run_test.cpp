// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// aio::run: rows R-01 … … R-45.
#include "support.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <latch>
#include <thread>

#include <aio/legacy.h>

namespace {
using namespace aio_test;

TEST(Run, GivesWhatMainReturns) { EXPECT_EQ(aio::run(answer()), 42); }

TEST(Run, AcceptsACallable) {
  EXPECT_EQ(aio::run([] { return answer(); }), 42);
}

TEST(Run, MovesAMoveOnlyResultOut) {
  auto make = []() -> aio::Coro<std::unique_ptr<int>> { co_return std::make_unique<int>(7); };
  EXPECT_EQ(*aio::run(make), 7);
}

template <class X>
concept Runnable = requires(X x) { aio::run(std::move(x)); };
static_assert(Runnable<aio::Coro<int>> && Runnable<aio::Coro<int> (*)()> && Runnable<aio::Task<int>>);

TEST(Run, TakesAnythingThatCanBeAwaitedAndNothingElse) {
  static_assert(!Runnable<int> && !Runnable<int (*)()> && !Runnable<std::string>);
  EXPECT_EQ(aio::run(Promptly{7}), 7);
}

TEST(Run, RefusesInsideARunningLoop) {  // L1
  WarningLog log;
  auto amain = []() -> aio::Coro<std::string> {
    co_return message_of<aio::LoopRunningError>([] { return aio::run(answer()); });
  };
  EXPECT_EQ(aio::run(amain), "run() cannot be called from a running event loop");
  EXPECT_EQ(log.count("answer' was never awaited"), 1) << log.all();
}

TEST(Run, LetsMainsErrorOutAfterTheCleanUp) {
  std::vector<std::string> order;
  auto amain = [&]() -> aio::Coro<> {
    auto left = aio::create_task(forever());
    left.add_done_callback([&](aio::Future<>&) { order.push_back("left ended"); });
    co_await aio::yield_now();
    throw Boom();
  };
  try {
    aio::run(amain);
  } catch (const Boom&) {
    order.push_back("caught");
  }
  EXPECT_EQ(order, (std::vector<std::string>{"left ended", "caught"}));
}

TEST(Run, SetsDebugAsAsked) {  // R-08, N-10
  auto amain = []() -> aio::Coro<bool> { co_return aio::get_running_loop().get_debug(); };
  EXPECT_TRUE(aio::run(amain, {.debug = true}));
  EXPECT_FALSE(aio::run(amain, {.debug = false}));
  EXPECT_FALSE(aio::run(amain));
  setenv("AIO_DEBUG", "1", 1);
  EXPECT_TRUE(aio::run(amain));
  EXPECT_FALSE(aio::run(amain, {.debug = false}));
  unsetenv("AIO_DEBUG");
}

TEST(Run, UsesTheLoopFactoryOnceAndSetsNoCurrentLoop) {  // R-09, U-01
  int made = 0;
  auto amain = []() -> aio::Coro<> { co_return; };
  aio::EventLoop other;
  aio::set_event_loop(&other);
  aio::run(amain, {.loop_factory = [&] {
             ++made;
             return aio::new_event_loop();
           }});
  aio::run(amain, {.loop_factory = aio::epoll::new_event_loop});
  EXPECT_EQ(made, 1);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  WarningLog log;
  EXPECT_EQ(&aio::get_event_loop(), &other);
#pragma GCC diagnostic pop
  other.close();
  aio::set_event_loop(nullptr);
}

TEST(Run, LetsTheFactorysErrorOut) {  // R-09, N-12
  WarningLog log;
  aio::LoopFactory broken = []() -> std::unique_ptr<aio::EventLoop> { throw Boom("no loop"); };
  EXPECT_THROW(aio::run(answer(), {.loop_factory = broken}), Boom);
}

TEST(Run, CancelsWhatIsLeftAndWaitsForIt) {
  int cancelled = 0;
  auto child = [&]() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      ++cancelled;
      throw;
    }
  };
  auto amain = [&]() -> aio::Coro<int> {
    aio::create_task(child()).detach();
    aio::create_task(child()).detach();
    co_await aio::yield_now();
    co_return 5;
  };
  EXPECT_EQ(aio::run(amain), 5);
  EXPECT_EQ(cancelled, 2);
}

TEST(Run, ReportsTheErrorsOfWhatIsLeft) {
  std::vector<std::string> messages;
  auto child = []() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
    }
    throw Boom("in clean-up");
  };
  auto amain = [&]() -> aio::Coro<> {
    aio::get_running_loop().set_exception_handler([&](aio::EventLoop&, const aio::ErrorContext& context) {
      EXPECT_TRUE(context.exception && context.task);
      messages.push_back(context.message);
    });
    aio::create_task(child()).detach();
    aio::create_task(child()).detach();
    co_await aio::yield_now();
    throw Boom("from main");
  };
  EXPECT_EQ(message_of<Boom>([&] { aio::run(amain); }), "from main");
  EXPECT_EQ(messages, (std::vector<std::string>(2, "unhandled exception during run() shutdown")));
}

TEST(Run, WaitsForALeftoverThatSwallowsItsCancellation) {
  bool ended = false;
  auto child = [&]() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
    }
    co_await aio::sleep(10s);
    ended = true;
  };
  auto amain = [&]() -> aio::Coro<> {
    aio::create_task(child()).detach();
    co_await aio::yield_now();
  };
  run_manual(amain);
  EXPECT_TRUE(ended);
}

TEST(Run, CancelsTasksBornDuringTheCleanUpToo) {  // R-16, decided 1
  WarningLog log;
  int ended = 0;
  auto late = [&]() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      ++ended;
      throw;
    }
  };
  auto child = [&]() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      aio::create_task(late()).detach();
    }
    co_await aio::yield_now();
  };
  auto amain = [&]() -> aio::Coro<> {
    aio::create_task(child()).detach();
    co_await aio::yield_now();
  };
  aio::run(amain);
  EXPECT_EQ(ended, 1);
  EXPECT_EQ(log.count("destroyed but it is pending"), 0) << log.all();
}

TEST(Run, CleansUpInItsOrder) {  // 1.2: cancel, asyncgens, executor, current loop, close, N-07
  struct Watched : aio::EventLoop {
    std::vector<std::string>* log = nullptr;
    using aio::EventLoop::EventLoop;
    void close() override {
      if (!is_closed()) log->push_back("close");
      aio::EventLoop::close();
    }
  };
  struct Pool : aio::Executor {
    std::vector<std::string>* log = nullptr;
    void submit(std::function<void()> work) override { work(); }
    void shutdown(bool wait) override { log->push_back(wait ? "executor joined" : "executor told"); }
  };
  std::vector<std::string> log;
  auto amain = [&]() -> aio::Coro<> {
    auto pool = std::make_shared<Pool>();
    pool->log = &log;
    aio::get_running_loop().set_default_executor(pool);
    auto left = aio::create_task(forever());
    left.add_done_callback([&](aio::Future<>&) { log.push_back("task cancelled"); });
    co_await aio::yield_now();
  };
  aio::run(amain, {.loop_factory = [&]() -> std::unique_ptr<aio::EventLoop> {
             auto loop = std::make_unique<Watched>();
             loop->log = &log;
             return loop;
           }});
  EXPECT_EQ(log, (std::vector<std::string>{"task cancelled", "executor joined", "close"}));
}

TEST(Run, WaitsFiveMinutesForTheExecutorAndNoLonger) {
  WarningLog log;
  auto go_on = std::make_shared<std::latch>(1);
  auto amain = [&]() -> aio::Coro<> {
    auto stuck = aio::get_running_loop().run_in_executor(nullptr, [go_on] { go_on->wait(); });
    co_return;
  };
  run_manual(amain);
  EXPECT_EQ(log.count("RuntimeWarning: The executor did not finishing joining its threads within 300"), 1) << log.all();
  go_on->count_down();
}

TEST(Run, ClosesTheLoopWhenTheCleanUpThrows) {
  WarningLog log;
  auto ends_the_loop = []() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      throw aio::SystemExit{6};
    }
  };
  auto amain = [&]() -> aio::Coro<> {
    aio::create_task(ends_the_loop()).detach();
    co_await aio::yield_now();
    throw Boom("from main");
  };
  const int before = open_descriptors();
  int code = 0;
  try {
    aio::run(amain);
  } catch (const aio::SystemExit& exit) {
    code = exit.code;
  }
  EXPECT_EQ(code, 6);
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_EQ(log.count("main's own error was: from main"), 1) << log.all();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  EXPECT_THROW(aio::get_event_loop(), aio::RuntimeError);
#pragma GCC diagnostic pop
}

TEST(Run, LeavesTheLoopClosedAndNoDescriptorBehind) {  // R-20, L-31
  aio::run(answer());
  const int before = open_descriptors();
  for (int i = 0; i < 1000; ++i) aio::run(answer());
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Run, EndsAtOnceWithSystemExit) {  // R-22, T-18
  bool cleaned = false;
  auto other = [&]() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      cleaned = true;
      throw;
    }
  };
  auto amain = [&]() -> aio::Coro<> {
    aio::create_task(other()).detach();
    co_await aio::yield_now();
    throw aio::SystemExit{3};
  };
  int code = 0;
  try {
    aio::run(amain);
  } catch (const aio::SystemExit& exit) {
    code = exit.code;
  }
  EXPECT_EQ(code, 3);
  EXPECT_TRUE(cleaned);
}

TEST(Run, GivesMainACancellationWhenAChildEndsTheLoop) {
  WarningLog log;
  bool main_cancelled = false;
  auto child = []() -> aio::Coro<> {
    co_await aio::yield_now();
    throw aio::SystemExit{4};
  };
  auto amain = [&]() -> aio::Coro<> {
    aio::create_task(child()).detach();
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      main_cancelled = true;
      throw;
    }
  };
  EXPECT_THROW(aio::run(amain), aio::SystemExit);
  EXPECT_TRUE(main_cancelled);
}

TEST(Run, LetsMainsOwnCancellationOut) {
  auto amain = []() -> aio::Coro<> {
    aio::current_task().cancel();
    co_await aio::yield_now();
  };
  EXPECT_THROW(aio::run(amain), aio::CancelledError);
}

TEST(Run, SaysWhenTheLoopWasStoppedBeforeMainWasDone) {
  auto amain = []() -> aio::Coro<> {
    aio::get_running_loop().stop();
    co_await forever();
  };
  EXPECT_EQ(message_of<aio::RuntimeError>([&] { aio::run(amain); }), "Event loop stopped before Future completed.");
}

TEST(Run, RefusesToCloseTheLoopItRunsOn) {  // R-26, L-24
  auto amain = []() -> aio::Coro<std::string> {
    co_return message_of<aio::LoopRunningError>([] { aio::get_running_loop().close(); });
  };
  EXPECT_EQ(aio::run(amain), "Cannot close a running event loop");
}

aio::ContextVar<int> level("level", 0);

TEST(Run, SeesTheCallersContextAndKeepsItsOwnWrites) {
  auto token = level.set(3);
  auto amain = []() -> aio::Coro<int> {
    const int seen = level.get();
    level.set(99);
    co_return seen;
  };
  EXPECT_EQ(aio::run(amain), 3);
  EXPECT_EQ(level.get(), 3);
  level.reset(token);
  EXPECT_EQ(level.get(), 0);
}

TEST(Run, MakesItsLoopCurrentAndClearsTheSlotAfterwards) {  // G-09
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  WarningLog log;
  aio::EventLoop other;
  aio::set_event_loop(&other);
  auto amain = []() -> aio::Coro<bool> { co_return &aio::get_event_loop() == &aio::get_running_loop(); };
  EXPECT_TRUE(aio::run(amain));
  EXPECT_EQ(message_of<aio::RuntimeError>([]() -> int { return aio::get_event_loop(), 0; }),
            "There is no current event loop in thread 'MainThread'.");
#pragma GCC diagnostic pop
  other.close();
}

TEST(Run, MakesALoopOfItsOwnEachTime) {
  std::optional<aio::Future<int>> kept;
  auto first = [&]() -> aio::Coro<std::uint64_t> {
    kept = aio::get_running_loop().create_future<int>();
    co_return aio::get_running_loop().state().id;
  };
  auto second = [&]() -> aio::Coro<std::uint64_t> {
    std::string refusal;
    try {
      co_await *kept;
    } catch (const aio::WrongLoopError& error) {
      refusal = error.what();
    }
    EXPECT_NE(refusal.find("attached to a different loop"), std::string::npos);
    co_return aio::get_running_loop().state().id;
  };
  const auto one = aio::run(first), two = aio::run(second);
  EXPECT_NE(one, two);
}

TEST(Run, RunsInSeveralThreadsAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> sum{0};
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 10; ++n) sum += aio::run(answer());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(sum.load(), 4 * 10 * 42);
}

TEST(Run, IsAllowedInAForkedChild) {  // R-45, G-03
  auto amain = []() -> aio::Coro<int> {
    const pid_t child = fork();
    if (child == 0) {
      const bool none = aio::running_loop() == nullptr;
      int result = 1;
      try {
        result = none && aio::run(answer()) == 42 ? 0 : 2;
      } catch (...) {
      }
      _exit(result);
    }
    int status = -1;
    waitpid(child, &status, 0);
    co_return status;
  };
  EXPECT_EQ(aio::run(amain), 0);
}

}  // namespace
