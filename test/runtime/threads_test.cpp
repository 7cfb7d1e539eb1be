// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Between threads: rows S-10 … S-28, L-12, L-38 … L-40, L-48.
#include "support.h"

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

TEST(CallSoonThreadsafe, WakesTheLoopAndKeepsTheOrder) {  // S-10
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

TEST(CallSoonThreadsafe, IsFifoWithCallSoonInTheSameThread) {  // S-11
  aio::EventLoop loop;
  std::string order;
  loop.call_soon([&] { order += "a"; });
  loop.call_soon_threadsafe([&] { order += "b"; });
  loop.call_soon([&] { order += "c", loop.stop(); });
  loop.run_forever();
  EXPECT_EQ(order, "abc");
  loop.close();
}

TEST(CallSoonThreadsafe, ItsHandleIsCancelledFromAnyThread) {  // S-12
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

TEST(RunCoroutineThreadsafe, GivesValuesErrorsAndCancellations) {  // S-16, S-18, S-19, S-20
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

TEST(RunCoroutineThreadsafe, RefusesToWaitForItself) {  // S-22, L11
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

TEST(Loop, IsRefusedToOtherThreadsWhileItRuns) {  // L-12
  LoopThread runner;
  EXPECT_EQ(message_of<aio::LoopRunningError>([&] { runner.loop.run_forever(); }),
            "This event loop is already running");
  EXPECT_EQ(message_of<aio::LoopRunningError>([&] { runner.loop.close(); }), "Cannot close a running event loop");
}

TEST(Loop, RefusesForeignThreadsInDebugMode) {  // L-48, L4
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

TEST(AllTasks, MayBeAskedFromAnotherThread) {  // G-14
  LoopThread runner;
  auto waiting = aio::run_coroutine_threadsafe(forever(), runner.loop);
  while (aio::all_tasks(&runner.loop).empty()) std::this_thread::yield();
  EXPECT_EQ(aio::all_tasks(&runner.loop).size(), 1u);
  waiting.cancel();
}

aio::ContextVar<int> color("color", 0);

TEST(Executor, RunsWorkElsewhere) {  // S-25, S-28
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

TEST(Executor, DropsAResultThatNobodyWaitsFor) {  // S-26
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

TEST(Executor, IsNotWaitedForPastItsTimeout) {  // L-39, L-40
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
