// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TaskGroup: rows TG-01 … TG-25, and ExceptionGroup.
#include "support.h"

namespace {
using namespace aio_test;

std::vector<std::string> texts(const aio::ExceptionGroup& group) {
  std::vector<std::string> found;
  auto rest = group.handle<std::exception>([&](const std::exception& error) { found.push_back(error.what()); });
  if (rest) found.push_back("and others");
  return found;
}
/// Awaits a group and gives the texts of its errors.
template <class A>
aio::Coro<std::vector<std::string>> errors_of(A group) {
  auto outcome = co_await aio::settle(std::move(group));
  std::vector<std::string> found{"no group"};
  try {
    (void)outcome.value();
  } catch (const aio::ExceptionGroup& error) {
    EXPECT_EQ(error.message(), "unhandled errors in a TaskGroup");
    found = texts(error);
  }
  co_return found;
}
aio::Coro<> fail_after(aio::Duration delay, std::string text) {
  co_await aio::sleep(delay);
  throw Boom(text.c_str());
}
aio::Coro<> fail_when_cancelled(std::string text) {
  try {
    co_await forever();
  } catch (const aio::CancelledError&) {
    throw Boom(text.c_str());
  }
}
using Texts = std::vector<std::string>;
/// g++ 12 refuses a braced list of strings inside a coroutine.
template <class... S>
Texts text_list(S... texts) {
  return Texts{texts...};
}

TEST(ExceptionGroup, HandlesByType) {
  std::vector<std::exception_ptr> inner{std::make_exception_ptr(Boom("a")),
                                        std::make_exception_ptr(aio::CancelledError{})};
  aio::ExceptionGroup group("outer", {std::make_exception_ptr(aio::ExceptionGroup("inner", inner)),
                                      std::make_exception_ptr(aio::ValueError("b"))});
  EXPECT_STREQ(group.what(), "outer (2 sub-exceptions)");
  EXPECT_TRUE(group.has_base_errors());
  EXPECT_TRUE(group.contains<aio::ValueError>());
  EXPECT_FALSE(group.contains<aio::TimeoutError>());
  Texts seen;
  auto rest = group.handle<Boom>([&](const Boom& error) { seen.push_back(error.what()); });
  EXPECT_EQ(seen, Texts{"a"});
  ASSERT_TRUE(rest.has_value());
  rest = rest->handle<aio::ValueError>([](const aio::ValueError&) {});
  ASSERT_TRUE(rest.has_value());
  rest = rest->handle<aio::CancelledError>([](const aio::CancelledError&) {});
  EXPECT_FALSE(rest.has_value());
}

TEST(TaskGroup, WaitsForAllItsChildren) {  // TG-01, TG-02, TG-24
  auto amain = []() -> aio::Coro<> {
    int done = 0;
    auto grandchild = [&]() -> aio::Coro<> {
      co_await aio::sleep(2s);
      ++done;
    };
    const int value = co_await aio::task_group([&](aio::TaskGroup& group) -> aio::Coro<int> {
      auto child = [&]() -> aio::Coro<> {
        co_await aio::sleep(1s);
        group.create_task(grandchild(), {.name = "grandchild"}).detach();
        ++done;
      };
      group.create_task(child()).detach();
      group.create_task(child()).detach();
      co_await aio::sleep(3s);
      co_return 7;
    });
    EXPECT_EQ(value, 7);
    EXPECT_EQ(done, 4);
  };
  run_manual(amain);
}

TEST(TaskGroup, RefusesChildrenOnceItIsFinishedOrShuttingDown) {  // TG-04, TG-05, TG-07
  WarningLog log;
  auto amain = []() -> aio::Coro<> {
    aio::TaskGroup finished;
    co_await finished.join();
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return finished.create_task(answer()); }), "TaskGroup is finished");
    aio::TaskGroup aborting;
    aborting.create_task(fail_with("x")).detach();
    co_await aio::settle(forever());
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return aborting.create_task(answer()); }),
              "TaskGroup is shutting down");
    EXPECT_EQ((co_await errors_of(aborting.join())), text_list("x"));
  };
  aio::run(amain);
  EXPECT_EQ(log.size(), 0u) << log.all();
  EXPECT_EQ(message_of<aio::NoRunningLoopError>([] { aio::TaskGroup group; }), "no running event loop");
}

TEST(TaskGroup, CancelsSiblingsAndBodyWhenAChildFails) {  // TG-08, TG-09, TG-10, TG-23
  WarningLog log;
  auto amain = []() -> aio::Coro<> {
    bool body_cancelled = false;
    auto found = co_await errors_of(aio::task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(fail_when_cancelled("sibling")).detach();
      group.create_task(fail_after(1s, "first")).detach();
      try {
        co_await aio::sleep(1h);
      } catch (const aio::CancelledError&) {
        body_cancelled = true;
        throw;
      }
    }));
    EXPECT_TRUE(body_cancelled);
    EXPECT_EQ(found, text_list("first", "sibling"));
    EXPECT_EQ(aio::current_task().cancelling(), 0);
    co_await aio::yield_now();
  };
  run_manual(amain);
  EXPECT_EQ(log.size(), 0u) << log.all();
}

TEST(TaskGroup, IgnoresAChildThatIsCancelledAlone) {  // TG-11
  auto amain = []() -> aio::Coro<> {
    co_await aio::task_group([](aio::TaskGroup& group) -> aio::Coro<> {
      auto child = group.create_task(forever());
      co_await aio::yield_now();
      child.cancel();
      const int value = co_await group.create_task(answer());
      EXPECT_EQ(value, 42);
    });
  };
  aio::run(amain);
}

TEST(TaskGroup, AddsTheBodysErrorLast) {  // TG-12, TG-25
  auto amain = []() -> aio::Coro<> {
    auto found = co_await errors_of(aio::task_group([](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(fail_when_cancelled("child")).detach();
      co_await aio::yield_now();
      throw Boom("body");
    }));
    EXPECT_EQ(found, text_list("child", "body"));
  };
  aio::run(amain);
}

TEST(TaskGroup, LetsAnOutsideCancellationThrough) {  // TG-13
  auto amain = []() -> aio::Coro<> {
    auto body = []() -> aio::Coro<> {
      co_await aio::task_group([](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(forever()).detach();
        co_await forever();
      });
    };
    auto task = aio::create_task(body());
    co_await aio::sleep(1s);
    task.cancel();
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
  };
  run_manual(amain);
}

TEST(TaskGroup, PrefersErrorsToACancellationAndKeepsTheCount) {  // TG-14, TG-15
  auto amain = []() -> aio::Coro<> {
    auto body = []() -> aio::Coro<int> {
      auto found = co_await errors_of(aio::task_group([](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(fail_when_cancelled("in clean-up")).detach();
        co_await forever();
      }));
      EXPECT_EQ(found, text_list("in clean-up"));
      const int count = aio::current_task().cancelling();
      auto next = co_await aio::settle(aio::yield_now());
      EXPECT_THROW(next.value(), aio::CancelledError);
      co_return count;
    };
    auto task = aio::create_task(body());
    co_await aio::sleep(1s);
    task.cancel();
    EXPECT_EQ(co_await task, 1);
  };
  run_manual(amain);
}

TEST(TaskGroup, LetsSystemExitOutBare) {  // TG-17
  auto amain = []() -> aio::Coro<> {
    co_await aio::task_group([](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(fail_when_cancelled("discarded")).detach();
      co_await aio::yield_now();
      throw aio::SystemExit{9};
    });
  };
  EXPECT_THROW(aio::run(amain), aio::SystemExit);
}

TEST(TaskGroup, Nests) {  // TG-19, TG-20
  auto amain = []() -> aio::Coro<> {
    auto inner_fails = co_await errors_of(aio::task_group([](aio::TaskGroup&) -> aio::Coro<> {
      co_await aio::task_group([](aio::TaskGroup& inner) -> aio::Coro<> {
        inner.create_task(fail_after(1s, "inner")).detach();
        co_await forever();
      });
    }));
    EXPECT_EQ(inner_fails, text_list("inner"));
    auto outer_fails = co_await errors_of(aio::task_group([](aio::TaskGroup& outer) -> aio::Coro<> {
      outer.create_task(fail_after(1s, "outer")).detach();
      co_await aio::task_group([](aio::TaskGroup& inner) -> aio::Coro<> {
        inner.create_task(forever()).detach();
        co_await forever();
      });
    }));
    EXPECT_EQ(outer_fails, text_list("outer"));
    EXPECT_EQ(aio::current_task().cancelling(), 0);
  };
  run_manual(amain);
}

TEST(TaskGroup, WaitsForAChildThatIgnoresItsCancellation) {  // TG-22
  bool ended = false;
  auto stubborn = [&]() -> aio::Coro<> {
    for (int i = 0; i < 3; ++i) co_await aio::settle(aio::sleep(1h));
    ended = true;
  };
  auto amain = [&]() -> aio::Coro<> {
    auto body = [&]() -> aio::Coro<> {
      co_await aio::task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
        group.create_task(stubborn()).detach();
        co_await forever();
      });
    };
    auto task = aio::create_task(body());
    co_await aio::sleep(1s);
    task.cancel();
    co_await aio::sleep(1s);
    task.cancel();
    co_await aio::settle(task);
    EXPECT_TRUE(ended && task.cancelled());
  };
  run_manual(amain);
}

TEST(TaskGroupDeathTest, EndsTheProcessWhenItWasNotJoined) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto amain = []() -> aio::Coro<> {
    aio::TaskGroup group;
    group.create_task(forever()).detach();
    co_return;
  };
  EXPECT_DEATH(aio::run(amain), "");
}

}  // namespace
