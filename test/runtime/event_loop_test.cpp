// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// EventLoop: rows L-01 … L-54.
#include "support.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <latch>
#include <system_error>
#include <thread>

namespace {
using namespace aio_test;

TEST(EventLoop, IsBornIdleAndOpen) {  // L-01
  aio::EventLoop loop;
  EXPECT_FALSE(loop.is_running());
  EXPECT_FALSE(loop.is_closed());
  EXPECT_FALSE(loop.get_debug());
  EXPECT_EQ(aio::running_loop(), nullptr);
  EXPECT_EQ(loop.run_until_complete(answer()), 42);  // L-02
  loop.close();
  loop.close();  // L-25
  EXPECT_TRUE(loop.is_closed());
}

TEST(EventLoop, RunsAFutureOfItsOwn) {  // L-03
  aio::EventLoop loop;
  int turns = 0;
  auto future = loop.create_future<int>();
  future.set_result(8);
  loop.call_soon([&] { ++turns, loop.call_soon([&] { ++turns; }); });
  EXPECT_EQ(loop.run_until_complete(future), 8);
  EXPECT_EQ(turns, 1);  // done already, and yet one turn
  EXPECT_EQ(loop.run_until_complete(loop.create_task(answer())), 42);
  loop.close();
}

template <class X>
concept Runnable = requires(aio::EventLoop& loop, X x) { loop.run_until_complete(std::move(x)); };

TEST(EventLoop, RunsAnythingThatCanBeAwaitedAndNothingElse) {  // L-05, L-06
  static_assert(Runnable<aio::Coro<>> && Runnable<aio::Future<int>> && Runnable<aio::AnyTask> && Runnable<Promptly>);
  static_assert(!Runnable<int> && !Runnable<std::string> && !Runnable<void (*)()>);
  aio::EventLoop loop;
  EXPECT_EQ(loop.run_until_complete(Promptly{3}), 3);
  aio::Task<int> task = loop.create_task(answer());
  loop.run_until_complete(aio::AnyTask(task));
  EXPECT_EQ(task.result(), 42);
  loop.close();
}

TEST(EventLoop, ThrowsWhatItsMainThrows) {  // L-07
  aio::EventLoop loop;
  EXPECT_EQ(message_of<Boom>([&] { return loop.run_until_complete(fail_with("mine")); }), "mine");
  auto future = loop.create_future<int>();
  future.cancel();
  EXPECT_THROW(loop.run_until_complete(future), aio::CancelledError);
  auto failed = loop.create_future<int>();
  loop.call_soon([&] { failed.set_exception(std::make_exception_ptr(Boom("set"))); });
  EXPECT_EQ(message_of<Boom>([&] { return loop.run_until_complete(failed); }), "set");
  loop.close();
}

TEST(EventLoop, RefusesAFutureOfAnotherLoop) {  // L-04
  aio::EventLoop one, two;
  auto future = two.create_future<int>();
  EXPECT_EQ(message_of<aio::ValueError>([&] { return one.run_until_complete(future); }),
            "The future belongs to a different loop than the one specified as the loop argument");
  one.close();
  two.close();
}

TEST(EventLoop, RefusesToNest) {  // L-10, L-11, L-13, L1, U-04, U-06
  WarningLog log;
  aio::EventLoop loop, other;
  auto amain = [&]() -> aio::Coro<> {
    EXPECT_EQ(message_of<aio::LoopRunningError>([&] { return loop.run_until_complete(answer()); }),
              "This event loop is already running");
    EXPECT_EQ(message_of<aio::LoopRunningError>([&] { return other.run_until_complete(answer()); }),
              "Cannot run the event loop while another loop is running");
    EXPECT_EQ(message_of<aio::LoopRunningError>([&] { other.run_forever(); }),
              "Cannot run the event loop while another loop is running");
    EXPECT_EQ(aio::running_loop(), &loop);
    co_return;
  };
  loop.run_until_complete(amain());
  EXPECT_EQ(log.count("was never awaited"), 2) << log.all();
  loop.close();
  other.close();
}

TEST(EventLoop, ChecksClosedBeforeRunning) {  // L-09
  WarningLog log;
  aio::EventLoop loop, closed;
  closed.close();
  auto amain = [&]() -> aio::Coro<std::string> {
    co_return message_of<aio::RuntimeError>([&] { closed.run_forever(); });
  };
  EXPECT_EQ(loop.run_until_complete(amain()), "Event loop is closed");
  loop.close();
}

TEST(EventLoop, GoesOnWhereItWasStopped) {  // L-14, L-15
  aio::EventLoop loop;
  auto future = loop.create_future<int>();
  loop.call_soon([&] { loop.stop(); });
  EXPECT_EQ(message_of<aio::RuntimeError>([&] { return loop.run_until_complete(future); }),
            "Event loop stopped before Future completed.");
  EXPECT_FALSE(future.done());
  loop.call_soon([&] { future.set_result(1); });
  EXPECT_EQ(loop.run_until_complete(future), 1);
  auto same_turn = loop.create_future<int>();
  loop.call_soon([&] { loop.stop(); });
  loop.call_soon([&] { same_turn.set_result(2); });
  EXPECT_EQ(loop.run_until_complete(same_turn), 2);
  loop.close();
}

TEST(EventLoop, FreezesTheRestWhenMainIsDone) {  // L-18, L-32
  aio::EventLoop loop;
  std::string order;
  auto background = [&]() -> aio::Coro<> {
    for (char step : {'a', 'b', 'c', 'd'}) {
      order += step;
      co_await aio::yield_now();
    }
  };
  auto main = loop.create_task(answer());
  loop.create_task(background()).detach();
  std::string after;
  auto hooked = [&]() -> aio::Coro<> {
    main.add_done_callback([&](aio::Future<int>&) { loop.call_soon([&] { after += "later"; }); });
    co_return;
  };
  loop.create_task(hooked()).detach();
  loop.run_until_complete(main);
  const std::string frozen = order;
  EXPECT_LT(frozen.size(), 4u);
  EXPECT_EQ(after, "");
  auto turns = []() -> aio::Coro<> {
    for (int turn = 0; turn < 5; ++turn) co_await aio::yield_now();
  };
  loop.run_until_complete(turns());  // the old task wakes up inside the new run
  EXPECT_EQ(order, "abcd");
  EXPECT_EQ(after, "later");
  loop.close();
}

TEST(EventLoop, IsNotStoppedByAFutureOfAnEarlierRun) {  // L-16
  aio::EventLoop loop;
  auto future = loop.create_future<int>();
  loop.call_soon([] { throw aio::KeyboardInterrupt{}; });
  EXPECT_THROW(loop.run_until_complete(future), aio::KeyboardInterrupt);
  int turns = 0;
  loop.call_soon([&] { future.set_result(1); });
  auto amain = [&]() -> aio::Coro<> {
    for (; turns < 5; ++turns) co_await aio::yield_now();
  };
  loop.run_until_complete(amain());
  EXPECT_EQ(turns, 5);
  loop.close();
}

TEST(EventLoop, RunsExactlyOneTurnWhenStoppedBefore) {  // L-20
  aio::EventLoop loop;
  int ran = 0;
  loop.stop();
  loop.call_soon([&] {
    ++ran;
    loop.call_soon([&] { ++ran; });
  });
  loop.run_forever();
  EXPECT_EQ(ran, 1);
  loop.close();
}

TEST(EventLoop, FinishesTheTurnInWhichItIsStopped) {  // L-21, L-41, U-03
  aio::EventLoop loop;
  std::vector<int> order;
  loop.call_soon([&] { order.push_back(1), loop.call_soon([&] { order.push_back(4); }); });
  loop.call_soon([&] { order.push_back(2), loop.stop(); });
  loop.call_soon([&] { order.push_back(3); });
  loop.run_forever();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
  loop.stop();
  loop.run_forever();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3, 4}));
  loop.close();
}

TEST(EventLoop, DropsWhatWasScheduledWhenClosed) {  // L-26
  int ran = 0;
  auto kept = std::make_shared<int>(0);
  aio::EventLoop loop;
  loop.call_soon([&, kept] { ++ran; });
  loop.call_later(1s, [&, kept] { ++ran; });
  EXPECT_EQ(kept.use_count(), 3);
  loop.close();
  EXPECT_EQ(kept.use_count(), 1);
  EXPECT_EQ(ran, 0);
}

TEST(EventLoop, TellsItsExecutorToEndWhenClosed) {  // L-26, S-27
  struct Pool : aio::Executor {
    explicit Pool(std::string& to) : said(to) {}
    void submit(std::function<void()> work) override { work(); }
    void shutdown(bool wait) override { said += wait ? "wait" : "go"; }
    std::string& said;
  };
  std::string said;
  aio::EventLoop loop;
  loop.set_default_executor(std::make_shared<Pool>(said));
  loop.close();
  EXPECT_EQ(said, "go");
}

TEST(EventLoop, TurnsWhileItsExecutorIsJoined) {  // L-38
  aio::EventLoop loop;
  std::latch go_on(1);
  int turns = 0;
  auto amain = [&]() -> aio::Coro<> {
    auto stuck = loop.run_in_executor(nullptr, [&] { go_on.wait(); });
    auto releases = [&]() -> aio::Coro<> {
      for (; turns < 3; ++turns) co_await aio::yield_now();
      go_on.count_down();  // only a loop that turns comes here
    };
    auto other = aio::create_task(releases());
    co_await loop.shutdown_default_executor();
    co_await other;
    co_await stuck;
  };
  loop.run_until_complete(amain());
  EXPECT_EQ(turns, 3);
  loop.close();
}

TEST(EventLoop, RefusesEverythingThatSchedulesOnceClosed) {  // L-08, L-27, L-32
  WarningLog log;
  aio::EventLoop loop;
  loop.close();
  auto says = [&](auto fn) { return message_of<aio::LoopClosedError>(fn); };
  const std::string closed = "Event loop is closed";
  EXPECT_EQ(says([&] { loop.run_forever(); }), closed);
  EXPECT_EQ(says([&] { return loop.run_until_complete(answer()); }), closed);
  EXPECT_EQ(says([&] { return loop.call_soon([] {}); }), closed);
  EXPECT_EQ(says([&] { return loop.call_soon_threadsafe([] {}); }), closed);
  EXPECT_EQ(says([&] { return loop.call_later(1s, [] {}); }), closed);
  EXPECT_EQ(says([&] { return loop.call_at(loop.time(), [] {}); }), closed);
  EXPECT_EQ(says([&] { return loop.create_task(answer()); }), closed);
  EXPECT_EQ(says([&] { return loop.run_in_executor(nullptr, [] {}); }), closed);
  EXPECT_EQ(says([&] { loop.add_signal_handler(SIGUSR1, [] {}); }), closed);
  EXPECT_EQ(says([&] { loop.add_reader(0, [] {}); }), closed);
  EXPECT_EQ(says([&] { loop.add_writer(0, [] {}); }), closed);
}

TEST(EventLoop, StillAnswersOnceClosed) {  // L-28
  aio::EventLoop loop;
  loop.close();
  auto future = loop.create_future<int>();
  EXPECT_FALSE(future.done());
  loop.time();
  loop.stop();
  loop.set_debug(true);
  EXPECT_FALSE(loop.remove_reader(0));
  EXPECT_FALSE(loop.remove_writer(0));
  EXPECT_FALSE(loop.remove_signal_handler(SIGUSR1));
  EXPECT_TRUE(aio::all_tasks(&loop).empty());
  EXPECT_FALSE(aio::current_task(&loop));
  int handled = 0;
  loop.set_exception_handler([&](aio::EventLoop&, const aio::ErrorContext&) { ++handled; });
  loop.call_exception_handler({.message = "still here"});
  EXPECT_EQ(handled, 1);
}

TEST(EventLoop, WarnsWithItsPlaceWhenItIsNeverClosed) {  // L-29, L2, U-05
  WarningLog log;
  const int before = open_descriptors();
  unsigned line = 0;
  {
    line = __LINE__ + 1;
    std::unique_ptr<aio::EventLoop> loop = aio::new_event_loop();
  }
  ASSERT_EQ(log.count("ResourceWarning: unclosed event loop"), 1) << log.all();
  EXPECT_EQ(log.where(0).line(), line);
  EXPECT_NE(std::string(log.where(0).file_name()).find("event_loop_test.cpp"), std::string::npos);
  EXPECT_EQ(open_descriptors(), before);
  {
    aio::EventLoop loop;
  }
  EXPECT_EQ(log.count("unclosed event loop"), 2);
}

TEST(EventLoop, PrintsWarningsToStderrByDefault) {
  testing::internal::CaptureStderr();
  {
    aio::EventLoop loop;
  }
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("event_loop_test.cpp:"), std::string::npos) << text;
  EXPECT_NE(text.find(": ResourceWarning: unclosed event loop"), std::string::npos) << text;
}

TEST(EventLoop, ReportsAndDestroysPendingTasksWhenClosed) {  // L-30, T-10, L3
  std::vector<std::string> log, destroyed;
  aio::EventLoop loop;
  loop.set_exception_handler([&](aio::EventLoop&, const aio::ErrorContext& context) {
    log.push_back(context.message + " " + context.task->get_name() + ":" +
                  std::to_string(context.created_at.line() > 0));
  });
  auto child = [&]() -> aio::Coro<> {
    Trace inner(destroyed, "child");
    co_await forever();
  };
  auto pending = [&]() -> aio::Coro<> {
    Trace outer(destroyed, "parent");
    co_await child();
  };
  auto task = loop.create_task(pending(), {.name = "left"});
  auto turn = []() -> aio::Coro<> { co_await aio::yield_now(); };
  loop.run_until_complete(turn());
  loop.close();
  EXPECT_EQ(log, (std::vector<std::string>{"Task was destroyed but it is pending! left:1"}));
  EXPECT_EQ(destroyed, (std::vector<std::string>{"child", "parent"}));
  EXPECT_FALSE(task.done());
}

TEST(EventLoop, DestroysTasksThatNeverStartedWhenClosed) {
  WarningLog log;
  aio::EventLoop loop;
  auto task = loop.create_task(answer());
  loop.close();
  EXPECT_EQ(log.count("Task was destroyed but it is pending!"), 1) << log.all();
}

TEST(EventLoop, ToleratesGuardsAndGroupsThatDieWithIt) {  // decided 10
  WarningLog log;
  aio::EventLoop loop;
  aio::Lock lock;
  auto holds = [&]() -> aio::Coro<> {
    auto guard = co_await lock.scoped();
    co_await aio::task_group([](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(forever()).detach();
      group.create_task(nothing()).detach();
      co_await forever();
    });
  };
  auto waits = [&]() -> aio::Coro<> { auto guard = co_await lock.scoped(); };
  loop.create_task(holds()).detach();
  loop.create_task(waits()).detach();
  auto turns = []() -> aio::Coro<> {
    for (int i = 0; i < 5; ++i) co_await aio::yield_now();
  };
  loop.run_until_complete(turns());
  loop.close();
  EXPECT_EQ(log.count("Task was destroyed but it is pending!"), 3) << log.all();
}

TEST(EventLoop, TakesTheHandlersErrorsSeriously) {  // L-44, S-51 … S-54, S-50
  WarningLog log;
  aio::EventLoop loop;
  std::vector<std::string> seen;
  loop.set_exception_handler([&](aio::EventLoop&, const aio::ErrorContext& context) {
    seen.push_back(context.message.substr(0, 21));
    EXPECT_TRUE(context.handle.has_value());
  });
  auto one_turn = [&] { loop.call_soon([&] { loop.stop(); }), loop.run_forever(); };
  loop.call_soon([] { throw Boom(); });
  loop.call_soon([] { throw aio::CancelledError{}; });
  one_turn();
  EXPECT_EQ(seen, (std::vector<std::string>(2, "Exception in callback")));
  loop.set_exception_handler([](aio::EventLoop&, const aio::ErrorContext&) { throw Boom("broken handler"); });
  loop.call_soon([] { throw Boom(); });
  one_turn();
  EXPECT_EQ(log.count("Unhandled error in exception handler"), 1) << log.all();
  loop.set_exception_handler([](aio::EventLoop&, const aio::ErrorContext&) { throw aio::SystemExit{1}; });
  loop.call_soon([] { throw Boom(); });
  EXPECT_THROW(one_turn(), aio::SystemExit);
  loop.set_exception_handler({});
  EXPECT_FALSE(loop.get_exception_handler());
  loop.call_exception_handler({.message = "told", .exception = std::make_exception_ptr(Boom("why"))});  // S-50
  EXPECT_EQ(log.count("error: told; exception: why"), 1) << log.all();
  loop.close();
}

TEST(EventLoop, SurvivesASinkThatThrows) {  // S-53
  auto before = aio::set_warning_sink([](const aio::Warning&) { throw Boom("no ink"); });
  aio::EventLoop loop;
  loop.call_soon([] { throw Boom("lost?"); });
  loop.call_soon([&] { loop.stop(); });
  testing::internal::CaptureStderr();
  loop.run_forever();
  const std::string text = testing::internal::GetCapturedStderr();
  aio::set_warning_sink(before);
  EXPECT_NE(text.find("exception: lost?"), std::string::npos) << text;
  loop.close();
}

TEST(EventLoop, KeepsTheRestOfTheTurnForTheNextRun) {  // L-45, U-08
  aio::EventLoop loop;
  int ran = 0;
  loop.call_soon([] { throw aio::KeyboardInterrupt{}; });
  loop.call_soon([&] { ++ran, loop.stop(); });
  EXPECT_THROW(loop.run_forever(), aio::KeyboardInterrupt);
  EXPECT_EQ(ran, 0);
  loop.run_forever();
  EXPECT_EQ(ran, 1);
  loop.close();
}

TEST(EventLoop, ReportsSlowCallbacksInDebugMode) {  // L-51, L11
  WarningLog log;
  ManualLoop manual;
  manual.loop.set_debug(true);
  manual.loop.call_soon([&] { manual.clock->advance(99ms); });
  manual.loop.call_soon([&] { manual.clock->advance(500ms), manual.loop.stop(); });
  manual.loop.run_forever();
  auto slow = [&]() -> aio::Coro<> {
    manual.clock->advance(100ms);
    co_return;
  };
  manual.loop.run_until_complete(slow());
  EXPECT_EQ(log.count("Executing <Handle created at "), 1) << log.all();
  EXPECT_EQ(log.count("took 0.500 seconds"), 1) << log.all();
  EXPECT_EQ(log.count("Executing <Task 'Task-"), 1) << log.all();
}

TEST(EventLoop, ReadsAIO_DEBUG) {  // L-47
  setenv("AIO_DEBUG", "1", 1);
  aio::EventLoop on;
  unsetenv("AIO_DEBUG");
  aio::EventLoop off;
  EXPECT_TRUE(on.get_debug());
  EXPECT_FALSE(off.get_debug());
  on.close();
  off.close();
}

TEST(EventLoop, CallsReadersAndWritersWhileReady) {  // S-40, S-41
  int pair[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
  aio::EventLoop loop;
  std::vector<std::string> log;
  loop.add_reader(pair[0], [&] { log.push_back("replaced"); });
  loop.add_reader(pair[0], [&] {
    log.push_back("read");
    if (log.size() >= 3) loop.stop();
  });
  loop.add_writer(pair[1], [&] {
    log.push_back("write");
    EXPECT_EQ(write(pair[1], "x", 1), 1);
    EXPECT_TRUE(loop.remove_writer(pair[1]));
  });
  loop.run_forever();
  EXPECT_EQ(log, (std::vector<std::string>{"write", "read", "read"}));  // level-triggered
  EXPECT_TRUE(loop.remove_reader(pair[0]));
  EXPECT_FALSE(loop.remove_reader(pair[0]));
  EXPECT_FALSE(loop.remove_writer(pair[1]));
  loop.close();
  close(pair[0]);
  close(pair[1]);
}

TEST(EventLoop, RefusesADescriptorThatIsNone) {  // S-42
  aio::EventLoop loop;
  EXPECT_EQ(message_of<aio::ValueError>([&] { loop.add_reader(-1, [] {}); }), "Invalid file descriptor: -1");
  EXPECT_EQ(message_of<aio::ValueError>([&] { loop.add_writer(-1, [] {}); }), "Invalid file descriptor: -1");
  int pair[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
  close(pair[0]);
  close(pair[1]);
  EXPECT_THROW(loop.add_reader(pair[0], [] {}), std::system_error);
  EXPECT_FALSE(loop.remove_reader(pair[0]));
  loop.close();
}

TEST(EventLoop, RunsDescriptorsBeforeTimersAfterWhatWasReady) {  // S-07
  int pair[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
  aio::EventLoop loop;
  std::string order;
  ASSERT_EQ(write(pair[1], "x", 1), 1);
  loop.add_reader(pair[0], [&] { order += 'f', loop.stop(); });
  loop.call_later(-1s, [&] { order += 't'; });
  loop.call_soon([&] { order += 'r'; });
  loop.run_forever();
  EXPECT_EQ(order, "rft");
  loop.close();
  close(pair[0]);
  close(pair[1]);
}

}  // namespace
