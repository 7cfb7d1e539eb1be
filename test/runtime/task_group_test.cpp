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

// TG-01, TG-02, TG-24
TEST(TaskGroup, WaitsForAllItsChildren) {
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

// TG-04, TG-05, TG-07
TEST(TaskGroup, RefusesChildrenOnceItIsFinishedOrShuttingDown) {
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
  EXPECT_EQ(message_of<aio::NoRunningLoopError>([] {
              aio::TaskGroup group;
              return 0;
            }),
            "no running event loop");
  ManualLoop manual;
  std::string refusal;
  manual.loop.call_soon([&] {
    refusal = message_of<aio::RuntimeError>([] {
      aio::TaskGroup group;
      return 0;
    });
    manual.loop.stop();
  });
  manual.loop.run_forever();
  EXPECT_EQ(refusal, "TaskGroup cannot determine the parent task");
}

// TG-08, TG-09, TG-10, TG-23
TEST(TaskGroup, CancelsSiblingsAndBodyWhenAChildFails) {
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

// TG-11
TEST(TaskGroup, IgnoresAChildThatIsCancelledAlone) {
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

// TG-12, TG-25
TEST(TaskGroup, AddsTheBodysErrorLast) {
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

// TG-13
TEST(TaskGroup, LetsAnOutsideCancellationThrough) {
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

// TG-14, TG-15
TEST(TaskGroup, PrefersErrorsToACancellationAndKeepsTheCount) {
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

// TG-16
TEST(TaskGroup, GroupsWhatTheBodyMakesOfItsCancellation) {
  auto amain = []() -> aio::Coro<> {
    auto group = []() -> aio::Coro<> {
      auto found = co_await errors_of(
          aio::task_group([](aio::TaskGroup&) -> aio::Coro<> { co_await fail_when_cancelled("instead"); }));
      EXPECT_EQ(found, text_list("instead"));
    };
    auto task = aio::create_task(group());
    co_await aio::yield_now();
    task.cancel();
    co_await aio::settle(task);
    EXPECT_EQ(task.cancelling(), 1);
  };
  run_manual(amain);
}

// TG-18
TEST(TaskGroup, GroupsErrorsThatAreNotStdExceptions) {
  struct Signal {};
  auto amain = []() -> aio::Coro<> {
    auto signals = []() -> aio::Coro<> {
      throw Signal{};
      co_return;
    };
    auto outcome = co_await aio::settle(aio::task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(signals()).detach();
      co_await forever();
    }));
    bool found = false;
    try {
      outcome.value();
    } catch (const aio::ExceptionGroup& error) {
      found = error.has_base_errors() && error.contains<Signal>();
    }
    EXPECT_TRUE(found);
  };
  run_manual(amain);
}

// TG-17
TEST(TaskGroup, LetsSystemExitOutBare) {
  auto amain = []() -> aio::Coro<> {
    co_await aio::task_group([](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(fail_when_cancelled("discarded")).detach();
      co_await aio::yield_now();
      throw aio::SystemExit{9};
    });
  };
  EXPECT_THROW(aio::run(amain), aio::SystemExit);
}

// TG-19, TG-20
TEST(TaskGroup, Nests) {
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

// TG-21
TEST(TaskGroup, ThrowsTheInnerGroupFirstWhenBothFailInOneTurn) {
  auto amain = []() -> aio::Coro<> {
    Texts inner_errors;
    int between = -1;
    auto body = [&](aio::TaskGroup& outer) -> aio::Coro<> {
      auto inner_body = [&](aio::TaskGroup& inner) -> aio::Coro<> {
        inner.create_task(fail_with("inner")).detach();
        outer.create_task(fail_with("outer")).detach();
        co_await forever();
      };
      inner_errors = co_await errors_of(aio::task_group(inner_body));
      between = aio::current_task().cancelling();
    };
    auto outer_errors = co_await errors_of(aio::task_group(body));
    EXPECT_EQ(inner_errors, text_list("inner"));
    EXPECT_EQ(between, 1);
    EXPECT_EQ(outer_errors, text_list("outer"));
    EXPECT_EQ(aio::current_task().cancelling(), 0);
    co_await aio::yield_now();
  };
  run_manual(amain);
}

// TG-26
TEST(TaskGroup, IsEndedEarlyByAnErrorOfItsOwn) {
  struct Terminate {};
  auto amain = []() -> aio::Coro<> {
    const auto begin = aio::get_running_loop().time();
    auto ends = []() -> aio::Coro<> {
      co_await aio::sleep(1s);
      throw Terminate{};
    };
    auto outcome = co_await aio::settle(aio::task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(aio::sleep(1h)).detach();
      group.create_task(ends()).detach();
      co_return;
    }));
    bool others = true;
    try {
      outcome.value();
    } catch (const aio::ExceptionGroup& group) {
      others = group.handle<Terminate>([](const Terminate&) {}).has_value();
    }
    EXPECT_FALSE(others);
    EXPECT_EQ(aio::get_running_loop().time() - begin, 1s);
  };
  run_manual(amain);
}

// TG-22
TEST(TaskGroup, WaitsForAChildThatIgnoresItsCancellation) {
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

TEST(TaskGroup, AddsTheErrorThatTheBodyMakesOfItsCancellation) {  // TG-16
  auto amain = []() -> aio::Coro<> {
    auto found = co_await errors_of(aio::task_group([](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(fail_after(1s, "child")).detach();
      try {
        co_await forever();
      } catch (const aio::CancelledError&) {
        throw Boom("instead");
      }
    }));
    EXPECT_EQ(found, text_list("child", "instead"));
    EXPECT_EQ(aio::current_task().cancelling(), 0);
    auto body = []() -> aio::Coro<> {
      co_await aio::task_group([](aio::TaskGroup&) -> aio::Coro<> {
        try {
          co_await forever();
        } catch (const aio::CancelledError&) {
          throw Boom("from outside");
        }
      });
    };
    auto task = aio::create_task(body());
    co_await aio::sleep(1s);
    task.cancel();
    EXPECT_EQ((co_await errors_of(task)), text_list("from outside"));
  };
  run_manual(amain);
}

TEST(TaskGroup, HoldsErrorsThatAreNoStdException) {  // TG-18
  struct Odd {};
  bool base = false, odd = false;
  auto amain = [&]() -> aio::Coro<> {
    auto strange = []() -> aio::Coro<> {
      co_await aio::yield_now();
      throw Odd{};
    };
    auto outcome = co_await aio::settle(aio::task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(strange()).detach();
      co_await forever();
    }));
    try {
      outcome.value();
    } catch (const aio::ExceptionGroup& group) {
      base = group.has_base_errors();
      odd = group.contains<Odd>();
    }
  };
  aio::run(amain);
  EXPECT_TRUE(base && odd);
}

TEST(TaskGroup, InnerFailsBeforeOuterWhenBothFailAtOnce) {  // TG-21
  auto amain = []() -> aio::Coro<> {
    int between = -1;
    Texts inner_errors;
    auto outer_errors = co_await errors_of(aio::task_group([&](aio::TaskGroup& outer) -> aio::Coro<> {
      outer.create_task(fail_after(1s, "outer")).detach();
      auto outcome = co_await aio::settle(aio::task_group([&](aio::TaskGroup& inner) -> aio::Coro<> {
        inner.create_task(fail_after(1s, "inner")).detach();
        co_await forever();
      }));
      between = aio::current_task().cancelling();
      try {
        outcome.value();
      } catch (const aio::ExceptionGroup& group) {
        inner_errors = texts(group);
      }
    }));
    EXPECT_EQ(inner_errors, text_list("inner"));
    EXPECT_EQ(between, 1);
    EXPECT_EQ(outer_errors, text_list("outer"));
    EXPECT_EQ(aio::current_task().cancelling(), 0);
  };
  run_manual(amain);
}

TEST(TaskGroup, IsEndedEarlyByAnErrorOfYourOwn) {  // TG-26
  struct Enough : Boom {};
  bool cancelled = false;
  auto amain = [&]() -> aio::Coro<> {
    auto other = [&]() -> aio::Coro<> {
      try {
        co_await forever();
      } catch (const aio::CancelledError&) {
        cancelled = true;
        throw;
      }
    };
    auto ends = []() -> aio::Coro<> {
      co_await aio::yield_now();
      throw Enough{};
    };
    auto outcome = co_await aio::settle(aio::task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(other()).detach();
      group.create_task(ends()).detach();
      co_return;
    }));
    try {
      outcome.value();
    } catch (const aio::ExceptionGroup& group) {
      EXPECT_FALSE(group.handle<Enough>([](const Enough&) {}).has_value());
    }
  };
  aio::run(amain);
  EXPECT_TRUE(cancelled);
}

}  // namespace
