// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Between threads: rows S-10 … S-28, L-12, L-38 … L-40, L-48.
#include "support.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <thread>

namespace {
using namespace aio_test;

/// A loop that runs in a thread of its own.
class LoopThread {
 public:
  LoopThread()
      : thread_([this] {
          loop.call_soon([this] { started_.count_down(); });
          loop.run_forever();
        }) {
    started_.wait();
  }
  ~LoopThread() {
    loop.call_soon_threadsafe([this] { loop.stop(); });
    thread_.join();
    aio::drain(loop);
    loop.close();
  }
  aio::EventLoop loop;

 private:
  std::latch started_{1};
  std::thread thread_;
};

// S-10
TEST(CallSoonThreadsafe, WakesTheLoopAndKeepsTheOrder) {
  aio::EventLoop loop;
  std::vector<int> order;
  std::thread other([&] {
    for (int i = 0; i < 1000; ++i) loop.call_soon_threadsafe([&order, i] { order.push_back(i); });
    loop.call_soon_threadsafe([&] { loop.stop(); });
  });
  loop.run_forever();
  other.join();
  ASSERT_EQ(order.size(), 1000u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  loop.close();
}

// S-11
TEST(CallSoonThreadsafe, IsFifoWithCallSoonInTheSameThread) {
  aio::EventLoop loop;
  std::string order;
  loop.call_soon([&] { order += "a"; });
  loop.call_soon_threadsafe([&] { order += "b"; });
  loop.call_soon([&] { order += "c", loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(order, "abc");
  loop.close();
}

// S-12
TEST(CallSoonThreadsafe, ItsHandleIsCancelledFromAnyThread) {
  LoopThread runner;
  std::latch running(1), go_on(1);
  std::atomic<bool> ended{false}, ran{false};
  auto handle = runner.loop.call_soon_threadsafe([&] {
    running.count_down();
    go_on.wait();
    ended = true;
  });
  auto never = runner.loop.call_soon_threadsafe([&] { ran = true; });
  running.wait();
  never.cancel();  // the loop is busy: it wins
  std::thread release([&] { go_on.count_down(); });
  handle.cancel();  // blocks while the callback runs
  EXPECT_TRUE(ended);
  release.join();
  EXPECT_EQ(aio::run_coroutine_threadsafe(answer(), runner.loop).get(), 42);
  EXPECT_FALSE(ran);
  EXPECT_TRUE(never.cancelled());
}

// S-16, S-18, S-19, S-20, F-15
TEST(RunCoroutineThreadsafe, GivesValuesErrorsAndCancellations) {
  LoopThread runner;
  EXPECT_EQ(aio::run_coroutine_threadsafe(answer(), runner.loop).get(), 42);
  auto failing = aio::run_coroutine_threadsafe(fail_with("there"), runner.loop);
  EXPECT_EQ(message_of<Boom>([&] { return failing.get(); }), "there");
  std::atomic<bool> started{false}, cancelled{false};
  auto body = [&]() -> aio::Coro<> {
    started = true;
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      cancelled = true;
      throw;
    }
  };
  auto waiting = aio::run_coroutine_threadsafe(body(), runner.loop);
  EXPECT_THROW(waiting.get_for(1ms), aio::TimeoutError);
  EXPECT_FALSE(waiting.done());
  // C-04: a task that is cancelled before it starts never runs its body.
  while (!started) std::this_thread::yield();
  EXPECT_TRUE(waiting.cancel());
  EXPECT_FALSE(waiting.cancel());
  EXPECT_TRUE(waiting.cancelled());
  EXPECT_THROW(waiting.get(), aio::CancelledError);
  while (!cancelled) std::this_thread::yield();
  auto self_cancel = []() -> aio::Coro<> {
    aio::current_task().cancel();
    co_await aio::yield_now();
  };
  EXPECT_THROW(aio::run_coroutine_threadsafe(self_cancel(), runner.loop).get(), aio::CancelledError);
}

// S-22, L11
TEST(RunCoroutineThreadsafe, RefusesToWaitForItself) {
  auto amain = []() -> aio::Coro<std::string> {
    auto future = aio::run_coroutine_threadsafe(answer(), aio::get_running_loop());
    const std::string refusal = message_of<aio::RuntimeError>([&] { return future.get(); });
    co_await aio::yield_now();
    co_await aio::yield_now();
    co_await aio::yield_now();
    co_return refusal + (future.done() ? " done" : "");
  };
  EXPECT_EQ(aio::run(amain),
            "ConcurrentFuture waited for on the loop's own thread: the loop would wait for itself done");
}

TEST(RunCoroutineThreadsafe, DoesNotWaitForEverForALoopThatCloses) {
  WarningLog log;
  aio::EventLoop loop;
  auto posted = aio::run_coroutine_threadsafe(answer(), loop);
  loop.close();
  EXPECT_THROW(posted.get(), aio::CancelledError);
  EXPECT_THROW((void)aio::run_coroutine_threadsafe(answer(), loop), aio::LoopClosedError);
}

// L-12
TEST(Loop, IsRefusedToOtherThreadsWhileItRuns) {
  LoopThread runner;
  EXPECT_EQ(message_of<aio::LoopRunningError>([&] { runner.loop.run_forever(); }),
            "This event loop is already running");
  EXPECT_EQ(message_of<aio::LoopRunningError>([&] { runner.loop.close(); }), "Cannot close a running event loop");
}

// L-48, L4
TEST(Loop, RefusesForeignThreadsInDebugMode) {
  WarningLog log;
  LoopThread runner;
  runner.loop.set_debug(true);
  const std::string refusal = "Non-thread-safe operation invoked on an event loop other than the current one";
  auto says = [&](auto fn) { return message_of<aio::RuntimeError>(fn); };
  EXPECT_EQ(says([&] { return runner.loop.call_soon([] {}); }), refusal);
  EXPECT_EQ(says([&] { return runner.loop.call_later(1s, [] {}); }), refusal);
  EXPECT_EQ(says([&] { return runner.loop.call_at(runner.loop.time(), [] {}); }), refusal);
  EXPECT_EQ(says([&] { return runner.loop.create_task(answer()); }), refusal);
}

// G-14
TEST(AllTasks, MayBeAskedFromAnotherThread) {
  LoopThread runner;
  auto waiting = aio::run_coroutine_threadsafe(forever(), runner.loop);
  while (aio::all_tasks(&runner.loop).empty()) std::this_thread::yield();
  EXPECT_EQ(aio::all_tasks(&runner.loop).size(), 1u);
  waiting.cancel();
}

aio::ContextVar<int> color("color", 0);

// S-25, S-28
TEST(Executor, RunsWorkElsewhere) {
  auto amain = []() -> aio::Coro<> {
    color.set(6);
    const auto here = std::this_thread::get_id();
    auto& loop = aio::get_running_loop();
    EXPECT_NE((co_await loop.run_in_executor(nullptr, [] { return std::this_thread::get_id(); })), here);
    EXPECT_EQ((co_await loop.run_in_executor(nullptr, [] { return color.get(); })), 0);
    EXPECT_EQ((co_await aio::to_thread([] { return color.get(); })), 6);
    auto outcome = co_await aio::settle(aio::to_thread([]() -> int { throw Boom("in a thread"); }));
    EXPECT_EQ(message_of<Boom>([&] { return outcome.value(); }), "in a thread");
    aio::ThreadPoolExecutor own(1);
    co_await loop.run_in_executor(&own, [] {});
    own.shutdown(true);
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { own.submit([] {}); }), "cannot schedule new futures after shutdown");
  };
  aio::run(amain);
}

TEST(Executor, GivesValuesThatCanOnlyBeConstructed) {
  struct Fixed {  // no assignment
    const int number;
  };
  auto amain = []() -> aio::Coro<> {
    EXPECT_EQ((co_await aio::to_thread([] { return Fixed{1}; })).number, 1);
    auto future =
        aio::run_coroutine_threadsafe([]() -> aio::Coro<Fixed> { co_return Fixed{2}; }(), aio::get_running_loop());
    auto asks = [future] { return future.get().number; };
    EXPECT_EQ(co_await aio::to_thread(asks), 2);
  };
  aio::run(amain);
}

// S-26, F-15
TEST(Executor, DropsAResultThatNobodyWaitsFor) {
  std::latch go_on(1);
  std::atomic<bool> ended{false};
  auto amain = [&]() -> aio::Coro<> {
    auto future = aio::get_running_loop().run_in_executor(nullptr, [&] {
      go_on.wait();
      ended = true;
      return 1;
    });
    future.cancel();
    auto outcome = co_await aio::settle(future);
    EXPECT_THROW(outcome.value(), aio::CancelledError);
    EXPECT_FALSE(ended);
    go_on.count_down();
  };
  aio::run(amain);
  EXPECT_TRUE(ended);  // run joins the executor
}

// L-38
TEST(Executor, IsJoinedWhileTheLoopGoesOn) {
  std::latch go_on(1);
  auto amain = [&]() -> aio::Coro<> {
    auto& loop = aio::get_running_loop();
    auto busy = loop.run_in_executor(nullptr, [&] { go_on.wait(); });
    auto joined = aio::create_task(loop.shutdown_default_executor());
    co_await aio::yield_now();
    EXPECT_FALSE(joined.done());
    go_on.count_down();
    co_await joined;
    EXPECT_TRUE(busy.done());
  };
  aio::run(amain);
}

// L-40
TEST(Executor, RefusesWorkAfterItsShutdownButExplicitOnesDoNot) {
  auto amain = []() -> aio::Coro<> {
    auto& loop = aio::get_running_loop();
    co_await loop.shutdown_default_executor();  // there was none
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return loop.run_in_executor(nullptr, [] {}); }),
              "Executor shutdown has been called");
    auto refused = co_await aio::settle(aio::to_thread([] {}));
    EXPECT_THROW(refused.value(), aio::RuntimeError);
    aio::ThreadPoolExecutor own(1);
    co_await loop.run_in_executor(&own, [] {});
    own.shutdown(true);
  };
  aio::run(amain);
}

// S-25
TEST(Executor, NamesItsThreads) {
  aio::ThreadPoolExecutor pool(2);
  std::latch named(2);
  std::string names[2];
  for (std::string& name : names) {
    pool.submit([&] {
      char text[16] = "";
      pthread_getname_np(pthread_self(), text, sizeof text);
      name = text;
      named.arrive_and_wait();  // so that each gets a thread
    });
  }
  pool.shutdown(true);
  std::sort(names, names + 2);
  EXPECT_EQ(names[0] + names[1], "aio_0aio_1");
}

// S-26
TEST(Executor, DropsALateResultWhenTheLoopHasClosed) {
  std::latch go_on(1), dropped(1);
  struct Result {
    explicit Result(std::latch& to_tell) : tell(&to_tell) {}
    Result(Result&& other) noexcept : tell(std::exchange(other.tell, nullptr)) {}
    Result& operator=(Result&& other) noexcept {
      std::swap(tell, other.tell);
      return *this;
    }
    ~Result() {
      if (tell) tell->count_down();
    }
    std::latch* tell;
  };
  {
    aio::EventLoop loop;
    auto pool = std::make_shared<aio::ThreadPoolExecutor>(1);
    loop.set_default_executor(pool);
    auto future = loop.run_in_executor(nullptr, [&] {
      go_on.wait();
      return Result(dropped);
    });
    future.cancel();
    loop.close();
  }
  go_on.count_down();
  dropped.wait();
}

// S-27
TEST(Executor, CanBeAnyExecutor) {
  struct Inline final : aio::Executor {
    void submit(std::function<void()> work) override { ++works, work(); }
    void shutdown(bool) override { ++shutdowns; }
    int works = 0, shutdowns = 0;
  };
  auto own = std::make_shared<Inline>();
  auto amain = [&]() -> aio::Coro<> {
    aio::get_running_loop().set_default_executor(own);
    EXPECT_EQ((co_await aio::to_thread([] { return 7; })), 7);
  };
  aio::run(amain);
  EXPECT_EQ(own->works, 1);
  EXPECT_EQ(own->shutdowns, 1);
}

// S-28
TEST(ToThread, CopiesTheContext) {
  auto amain = []() -> aio::Coro<> {
    color.set(1);
    auto seen = co_await aio::to_thread([] {
      const int before = color.get();
      color.set(2);  // in the copy
      return before * 10 + color.get();
    });
    EXPECT_EQ(seen, 12);
    EXPECT_EQ(color.get(), 1);
  };
  aio::run(amain);
}

// S-19
TEST(ConcurrentFuture, TimesOutAndCanBeAskedAgain) {
  LoopThread runner;
  std::atomic<bool> go_on{false};
  auto body = [&]() -> aio::Coro<int> {
    while (!go_on) co_await aio::yield_now();
    co_return 5;
  };
  auto future = aio::run_coroutine_threadsafe(body(), runner.loop);
  EXPECT_THROW(future.get_for(1ms), aio::TimeoutError);
  go_on = true;
  EXPECT_EQ(future.get_for(20s), 5);
  EXPECT_EQ(future.get(), 5);
  EXPECT_TRUE(future.done());
  EXPECT_FALSE(future.cancel());
}

// L-39, U-09
TEST(Executor, IsNotWaitedForPastItsTimeout) {
  WarningLog log;
  std::latch go_on(1);
  auto amain = [&]() -> aio::Coro<> {
    auto& loop = aio::get_running_loop();
    auto stuck = loop.run_in_executor(nullptr, [&] { go_on.wait(); });
    co_await loop.shutdown_default_executor(5s);
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return loop.run_in_executor(nullptr, [] {}); }),
              "Executor shutdown has been called");
    go_on.count_down();
    co_await stuck;
  };
  run_manual(amain);
  EXPECT_EQ(log.count("RuntimeWarning: The executor did not finishing joining its threads within 5"), 1) << log.all();
}

}  // namespace
