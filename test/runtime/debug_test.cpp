// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Debug mode, and what the exception handler is told: rows L-47 … L-54, T-19, F-09.
#include "support.h"

#include <thread>

namespace {
using namespace aio_test;

aio::ContextVar<std::string> where("where", "outside");

/// Collects what a loop reports, with the value of `where` that the handler saw.
struct Reports {
  struct Report {
    aio::ErrorContext context;
    std::string seen;
  };
  explicit Reports(aio::EventLoop& loop) {
    loop.set_exception_handler(
        [this](aio::EventLoop&, const aio::ErrorContext& context) { all.push_back({context, where.get()}); });
  }
  std::vector<Report> all;
};

// L-49, L-50: what asyncio refuses in debug mode does not compile.
template <class F>
concept CanBeCalledSoon = requires(aio::EventLoop& loop, F fn) { loop.call_soon(fn); };
template <class F>
concept CanBeCalledLater = requires(aio::EventLoop& loop, F fn) {
  loop.call_later(1s, fn);
  loop.call_at(loop.time(), fn);
  loop.call_soon_threadsafe(fn);
};
template <class F>
concept CanBeExecuted = requires(aio::EventLoop& loop, F fn) { loop.run_in_executor(nullptr, fn); };
template <class F>
concept CanRead = requires(aio::EventLoop& loop, F fn) {
  loop.add_reader(0, fn);
  loop.add_writer(0, fn);
};
using Plain = void (*)();
using CoroutineFunction = aio::Coro<> (*)();

TEST(DebugMode, IsNotNeededToRefuseWhatIsNoCallback) {  // L-49, L-50, U-07
  static_assert(CanBeCalledSoon<Plain> && CanBeCalledLater<Plain> && CanBeExecuted<Plain> && CanRead<Plain>);
  static_assert(!CanBeCalledSoon<CoroutineFunction> && !CanBeCalledLater<CoroutineFunction>);
  static_assert(!CanBeExecuted<CoroutineFunction> && !CanRead<CoroutineFunction>);
  static_assert(!CanBeCalledSoon<int> && !CanBeCalledLater<std::string> && !CanBeExecuted<int> && !CanRead<int>);
}

TEST(DebugMode, TakesEffectAtOnce) {  // L-54
  WarningLog log;
  ManualLoop manual;
  manual.loop.call_soon([&] { manual.clock->advance(1s); });
  manual.loop.call_soon([&] { manual.loop.set_debug(true); });
  manual.loop.call_soon([&] { manual.clock->advance(2s); });
  manual.loop.call_soon([&] { manual.loop.set_debug(false); });
  manual.loop.call_soon([&] { manual.clock->advance(3s), manual.loop.stop(); });
  manual.loop.run_forever();
  EXPECT_EQ(log.count("took 2.000 seconds"), 1) << log.all();
  EXPECT_EQ(log.size(), 1u) << log.all();
}

TEST(DebugMode, MeasuresAgainstALimitOfTheLoop) {  // L-51
  WarningLog log;
  ManualLoop manual;
  manual.loop.set_debug(true);
  manual.loop.slow_callback_duration = 5s;
  manual.loop.call_soon([&] { manual.clock->advance(4s); });
  manual.loop.call_soon([&] { manual.clock->advance(6s), manual.loop.stop(); });
  const unsigned line = __LINE__ - 1;
  manual.loop.run_forever();
  ASSERT_EQ(log.size(), 1u) << log.all();
  EXPECT_EQ(log.count("took 6.000 seconds"), 1);
  EXPECT_EQ(log.where(0).line(), line);
}

TEST(DebugMode, RefusesForeignThreadsOnlyWhileTheLoopRuns) {  // L-48
  aio::EventLoop loop;
  loop.set_debug(true);
  std::thread([&] { EXPECT_NO_THROW(loop.call_soon([] {})); }).join();
  auto amain = [&]() -> aio::Coro<> {
    std::thread([&] { EXPECT_THROW(loop.call_soon([] {}), aio::RuntimeError); }).join();
    auto pending = loop.create_future<int>();
    std::thread([&] {
      EXPECT_THROW(pending.set_result(1), aio::RuntimeError);
      EXPECT_THROW(pending.set_exception(nullptr), aio::RuntimeError);
      EXPECT_THROW(pending.cancel(), aio::RuntimeError);
      EXPECT_THROW(aio::all_tasks(&loop).at(0).cancel(), aio::RuntimeError);
    }).join();
    EXPECT_FALSE(pending.done());
    loop.set_debug(false);
    std::thread([&] { EXPECT_NO_THROW(loop.call_soon([] {})); }).join();
    co_return;
  };
  loop.run_until_complete(amain());
  loop.close();
}

TEST(DebugMode, KnowsWhereEverythingWasMade) {  // L-52, F-09, F-16
  aio::EventLoop loop;
  Reports reports(loop);
  loop.set_debug(true);
  const unsigned first = __LINE__;
  loop.create_future<int>().set_exception(std::make_exception_ptr(Boom("future")));
  loop.call_soon([] { throw Boom("handle"); });
  loop.create_task(fail_with("task"), {.name = "loser"}).detach();
  auto turns = []() -> aio::Coro<> {
    for (int turn = 0; turn < 4; ++turn) co_await aio::yield_now();
  };
  loop.run_until_complete(turns());
  ASSERT_EQ(reports.all.size(), 3u);
  const std::vector<std::string> messages{"Future exception was never retrieved", "Exception in callback scheduled at ",
                                          "Task exception was never retrieved"};
  for (unsigned i = 0; i < 3; ++i) {
    const aio::ErrorContext& context = reports.all[i].context;
    EXPECT_EQ(context.message.rfind(messages[i], 0), 0u) << context.message;
    EXPECT_EQ(context.created_at.line(), first + 1 + i);
    EXPECT_NE(std::string(context.created_at.file_name()).find("debug_test.cpp"), std::string::npos);
    EXPECT_TRUE(context.exception);
  }
  EXPECT_EQ(reports.all[0].context.future, "<Future finished exception='future'>");
  EXPECT_FALSE(reports.all[0].context.task || reports.all[0].context.handle);
  EXPECT_TRUE(reports.all[1].context.handle.has_value());
  EXPECT_EQ(reports.all[2].context.task->get_name(), "loser");
  loop.close();
}

TEST(ExceptionHandler, RunsInTheContextOfWhatFailed) {  // T-19
  aio::EventLoop loop;
  Reports reports(loop);
  aio::Context handles, tasks, pending;
  handles.run([] { where.set("handle"); });
  tasks.run([] { where.set("task"); });
  pending.run([] { where.set("pending"); });
  loop.call_soon([] { throw Boom(); }, handles);
  loop.create_task(fail_with(), {.context = tasks}).detach();
  auto stays = loop.create_task(forever(), {.context = pending});
  auto turns = []() -> aio::Coro<> {
    for (int turn = 0; turn < 4; ++turn) co_await aio::yield_now();
  };
  loop.run_until_complete(turns());
  loop.close();
  ASSERT_EQ(reports.all.size(), 3u);
  EXPECT_EQ(reports.all[0].seen, "handle");
  EXPECT_EQ(reports.all[1].seen, "task");
  EXPECT_EQ(reports.all[2].seen, "pending");  // Task was destroyed but it is pending!
}

TEST(ExceptionHandler, IsToldOfADoneCallbackThatThrows) {  // F-08
  aio::EventLoop loop;
  Reports reports(loop);
  std::string order;
  auto future = loop.create_future<int>();
  future.add_done_callback([&](aio::Future<int>&) { order += "a"; });
  future.add_done_callback([](aio::Future<int>&) { throw Boom("from a callback"); });
  future.add_done_callback([&](aio::Future<int>&) { order += "b", loop.stop(); });
  future.set_result(1);
  loop.run_forever();
  EXPECT_EQ(order, "ab");
  ASSERT_EQ(reports.all.size(), 1u);
  EXPECT_EQ(reports.all[0].context.message.rfind("Exception in callback", 0), 0u);
  EXPECT_TRUE(reports.all[0].context.handle.has_value());
  loop.close();
}

}  // namespace
