// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Getters and setters: rows G-01 … G-15.
#include "support.h"

#include <aio/legacy.h>

#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace {
using namespace aio_test;

TEST(RunningLoop, IsKnownInsideAndOnlyInside) {  // G-01, G-02
  EXPECT_EQ(message_of<aio::NoRunningLoopError>([]() -> int { return aio::get_running_loop(), 0; }),
            "no running event loop");
  EXPECT_EQ(aio::running_loop(), nullptr);
  aio::EventLoop loop;
  auto amain = [&]() -> aio::Coro<bool> { co_return &aio::get_running_loop() == &loop&& aio::running_loop() == &loop; };
  EXPECT_TRUE(loop.run_until_complete(amain()));
  EXPECT_EQ(aio::running_loop(), nullptr);
  loop.close();
}

TEST(GetEventLoop, PrefersTheRunningLoopThenTheSetOneThenThrows) {  // G-04, G-05, G-08, G-09, G-10, G-11
  WarningLog log;
  auto refusal = [] { return message_of<aio::RuntimeError>([]() -> int { return aio::get_event_loop(), 0; }); };
  EXPECT_EQ(refusal(), "There is no current event loop in thread 'MainThread'.");
  aio::EventLoop set, running;
  aio::set_event_loop(&set);
  EXPECT_EQ(&aio::get_event_loop(), &set);
  auto amain = [&]() -> aio::Coro<bool> { co_return &aio::get_event_loop() == &running; };
  EXPECT_TRUE(running.run_until_complete(amain()));
  std::thread([&] {
    EXPECT_NE(refusal().find("There is no current event loop in thread '"), std::string::npos);
  }).join();
  aio::set_event_loop(nullptr);
  EXPECT_EQ(refusal(), "There is no current event loop in thread 'MainThread'.");
  EXPECT_EQ(log.count("DeprecationWarning: get_event_loop() is deprecated"), 5) << log.all();
  set.close();
  running.close();
}

TEST(NewEventLoop, IsNotMadeCurrent) {  // L-01, G-11
  WarningLog log;
  auto loop = aio::new_event_loop();
  EXPECT_THROW(aio::get_event_loop(), aio::RuntimeError);
  aio::set_event_loop(loop.get());
  EXPECT_FALSE(loop->is_running());
  loop->close();
  aio::set_event_loop(nullptr);
}

TEST(GetEventLoop, ForgetsALoopThatIsGone) {  // L6: never an old address
  WarningLog log;
  {
    aio::EventLoop loop;
    aio::set_event_loop(&loop);
    loop.close();
  }
  EXPECT_THROW(aio::get_event_loop(), aio::RuntimeError);
}

TEST(SetEventLoopPolicy, ChangesWhatNewLoopsAre) {  // G-12
  WarningLog log;
  int made = 0;
  aio::set_event_loop_policy([&] {
    ++made;
    return manual_loop();
  });
  aio::run(answer());
  aio::set_event_loop_policy({});
  aio::run(answer());
  EXPECT_EQ(made, 1);
  EXPECT_EQ(log.count("DeprecationWarning: set_event_loop_policy() is deprecated"), 2);
}

TEST(AllTasks, ListsWhatIsNotDone) {  // G-14
  EXPECT_THROW(aio::all_tasks(), aio::NoRunningLoopError);
  auto amain = []() -> aio::Coro<> {
    auto left = aio::create_task(forever());
    auto done = aio::create_task(nothing());
    EXPECT_EQ(aio::all_tasks().size(), 3u);
    co_await done;
    EXPECT_EQ(aio::all_tasks().size(), 2u);
    EXPECT_EQ(aio::all_tasks().back(), aio::AnyTask(left));
  };
  aio::run(amain);
}

TEST(AllTasks, ListsATaskInItsEagerFirstStep) {  // G-14
  auto amain = []() -> aio::Coro<> {
    std::size_t seen = 0;
    auto body = [&]() -> aio::Coro<> {
      seen = aio::all_tasks().size();
      co_return;
    };
    auto task = aio::create_task(body(), {.eager_start = true});
    EXPECT_TRUE(task.done());
    EXPECT_EQ(seen, 2u);
    EXPECT_EQ(aio::all_tasks().size(), 1u);
    co_return;
  };
  aio::run(amain);
}

TEST(NoLoop, IsRefusedWhereOneIsNeeded) {  // G-13, T-02
  WarningLog log;
  auto refusal = [](auto fn) { return message_of<aio::NoRunningLoopError>(fn); };
  EXPECT_EQ(refusal([] { return aio::ensure_future(answer()); }), "no running event loop");
  EXPECT_EQ(refusal([] { return aio::create_task(answer()); }), "no running event loop");
  EXPECT_EQ(log.count("answer' was never awaited"), 2) << log.all();
}

TEST(RunningLoop, IsNoneInAForkedChild) {  // G-03
  auto amain = []() -> aio::Coro<int> {
    const pid_t child = fork();
    if (child == 0) {
      int refused = 0;
      try {
        (void)aio::current_task();
      } catch (const aio::NoRunningLoopError&) {
        refused = aio::running_loop() ? 1 : 2;
      }
      _exit(refused);
    }
    int status = 0;
    waitpid(child, &status, 0);
    co_return WEXITSTATUS(status);
  };
  EXPECT_EQ(aio::run(amain), 2);
}

TEST(CurrentTask, IsTheOneThatExecutes) {  // G-15
  EXPECT_EQ(message_of<aio::NoRunningLoopError>([]() -> int { return aio::current_task(), 0; }),
            "no running event loop");
  bool in_callback = true;
  auto amain = [&]() -> aio::Coro<> {
    auto name = []() -> aio::Coro<std::string> {
      co_await aio::yield_now();
      co_return aio::current_task().get_name();
    };
    aio::get_running_loop().call_soon([&] { in_callback = static_cast<bool>(aio::current_task()); });
    auto one = aio::create_task(name(), {.name = "one"});
    auto two = aio::create_task(name(), {.name = "two"});
    EXPECT_EQ((co_await one), "one");
    EXPECT_EQ((co_await two), "two");
  };
  aio::run(amain);
  EXPECT_FALSE(in_callback);
}

}  // namespace
