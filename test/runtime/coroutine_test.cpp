// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Coroutine objects: rows T-11, T-12, recursion depth, awaiting what aio does not know.
#include "support.h"

#include <thread>

namespace {
using namespace aio_test;

static_assert(aio::Awaitable<aio::Future<int>&> && aio::Awaitable<aio::Task<int>> && aio::Awaitable<aio::AnyTask>);
static_assert(std::is_same_v<aio::await_result_t<aio::Task<int>&>, int>);

TEST(Coro, IsAwaitedOnce) {  // T-12
  static_assert(!std::is_copy_constructible_v<aio::Coro<int>> && aio::Awaitable<aio::Coro<int>>);
  static_assert(!aio::Awaitable<aio::Coro<int>&>, "only what is moved from");
  auto amain = []() -> aio::Coro<std::string> {
    auto once = answer();
    const int value = co_await std::move(once);
    EXPECT_EQ(value, 42);
    std::string refusal;
    try {
      co_await std::move(once);
    } catch (const aio::RuntimeError& error) {
      refusal = error.what();
    }
    EXPECT_THROW((void)aio::create_task(std::move(once)), aio::RuntimeError);
    co_return refusal;
  };
  EXPECT_EQ(aio::run(amain), "cannot reuse already awaited coroutine");
}

TEST(Coro, WarnsWhenItIsNeverAwaited) {  // T-11, L9
  WarningLog log;
  {
    auto dropped = answer();
  }
  ASSERT_EQ(log.count("RuntimeWarning: coroutine '"), 1) << log.all();
  EXPECT_EQ(log.count("answer' was never awaited"), 1) << log.all();
  EXPECT_NE(std::string(log.where(0).file_name()).find("support.h"), std::string::npos);
  auto closed = answer();
  EXPECT_GT(closed.where().line(), 0u);
  closed.close();
  EXPECT_EQ(log.size(), 1u);
}

aio::Coro<long> nested(long depth) {
  if (depth == 0) co_return 0;
  const long below = co_await nested(depth - 1);
  co_return below + 1;
}
aio::Coro<> nested_throw(long depth) {
  if (depth == 0) throw Boom();
  co_await nested_throw(depth - 1);
}
aio::Coro<> nested_wait(long depth) {
  if (depth == 0)
    co_await forever();
  else
    co_await nested_wait(depth - 1);
}

TEST(Coro, NestsWithoutGrowingTheStack) {  // section 11: recursion depth
  EXPECT_EQ(aio::run(nested(deep)), deep);
}

TEST(Coro, UnwindsWithoutGrowingTheStack) { EXPECT_THROW(aio::run(nested_throw(deep)), Boom); }

TEST(Coro, IsDestroyedWithoutGrowingTheStack) {
  WarningLog log;
  aio::EventLoop loop;
  loop.create_task(nested_wait(deep)).detach();
  auto turn = []() -> aio::Coro<> { co_await aio::yield_now(); };
  loop.run_until_complete(turn());
  loop.close();
  EXPECT_EQ(log.count("destroyed but it is pending"), 1);
}

/// Resumes its handle from another thread.
struct FromAnotherThread {
  std::thread& thread;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) {
    thread = std::thread([handle] { handle.resume(); });
  }
  int await_resume() const noexcept { return 11; }
};

TEST(Coro, ComesBackToItsLoopFromAForeignAwaiter) {
  std::thread thread;
  auto amain = [&]() -> aio::Coro<int> {
    const auto here = std::this_thread::get_id();
    const int value = co_await FromAnotherThread{thread};
    EXPECT_EQ(std::this_thread::get_id(), here);
    EXPECT_TRUE(aio::current_task());
    co_return value;
  };
  EXPECT_EQ(aio::run(amain), 11);
  thread.join();
}

struct Ready {
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<>) const noexcept { return false; }
  int await_resume() const noexcept { return 12; }
};

TEST(Coro, TakesAForeignAwaiterThatDoesNotSuspend) {
  auto amain = []() -> aio::Coro<int> { co_return co_await Ready{}; };
  EXPECT_EQ(aio::run(amain), 12);
}

TEST(Coro, CanBeMadeAFutureWhateverItIs) {  // ensure_future, L-33
  auto amain = []() -> aio::Coro<> {
    auto task = aio::ensure_future(answer());
    auto same = aio::ensure_future(task);
    auto wrapped = aio::ensure_future(Ready{});
    EXPECT_EQ(co_await task, 42);
    EXPECT_EQ(co_await same, 42);
    EXPECT_EQ(co_await wrapped, 12);
  };
  aio::run(amain);
  WarningLog log;
  aio::EventLoop loop;
  loop.close();
  EXPECT_THROW((void)aio::ensure_future(answer(), &loop), aio::RuntimeError);
  EXPECT_EQ(log.size(), 0u) << log.all();
}

}  // namespace
