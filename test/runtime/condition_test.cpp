// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Condition: rows P-20 … P-28, B-05.
#include "support.h"

namespace {
using namespace aio_test;

/// Waits under the lock, and notes its name.
aio::Coro<> wait_once(aio::Condition& condition, std::string& order, char name) {
  auto guard = co_await condition.scoped();
  EXPECT_TRUE(co_await condition.wait());
  EXPECT_TRUE(condition.locked());
  order += name;
}
aio::Coro<> notify(aio::Condition& condition, std::size_t n) {
  auto guard = co_await condition.scoped();
  condition.notify(n);
}
aio::Coro<> turns(int n) {
  while (n-- > 0) co_await aio::yield_now();
}

// P-20
TEST(Condition, NeedsItsLock) {
  auto amain = []() -> aio::Coro<> {
    aio::Condition condition;
    auto outcome = co_await aio::settle(condition.wait());
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return outcome.value(); }), "cannot wait on un-acquired lock");
    EXPECT_EQ(message_of<aio::RuntimeError>([&]() -> int { return condition.notify(), 0; }),
              "cannot notify on un-acquired lock");
    EXPECT_EQ(message_of<aio::RuntimeError>([&]() -> int { return condition.notify_all(), 0; }),
              "cannot notify on un-acquired lock");
  };
  aio::run(amain);
}

// P-21, P-22
TEST(Condition, WakesAsManyAsAskedInOrder) {
  auto amain = []() -> aio::Coro<> {
    aio::Condition condition;
    std::string order;
    std::vector<aio::Task<>> tasks;
    for (const char name : {'a', 'b', 'c', 'd'}) tasks.push_back(aio::create_task(wait_once(condition, order, name)));
    co_await turns(2);
    EXPECT_FALSE(condition.locked()) << "wait() releases";
    co_await condition.acquire();
    condition.notify(2);
    co_await turns(3);
    EXPECT_EQ(order, "") << "the notifier still holds the lock";
    condition.release();
    co_await turns(4);
    EXPECT_EQ(order, "ab");
    co_await notify(condition, 1);
    co_await turns(4);
    EXPECT_EQ(order, "abc");
    co_await condition.acquire();
    condition.notify_all();
    condition.notify(5);
    condition.release();
    for (auto& task : tasks) co_await task;
    EXPECT_EQ(order, "abcd");
  };
  aio::run(amain);
}

// P-23
TEST(Condition, HoldsTheLockWhenACancellationArrives) {
  auto amain = []() -> aio::Coro<> {
    aio::Condition condition;
    bool held = false;
    std::string message;
    auto body = [&]() -> aio::Coro<> {
      auto guard = co_await condition.scoped();
      try {
        co_await condition.wait();
      } catch (const aio::CancelledError& error) {
        held = condition.locked();
        message = std::any_cast<std::string>(error.message);
        throw;
      }
    };
    auto task = aio::create_task(body());
    co_await turns(1);
    task.cancel(std::string("the one"));
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
    EXPECT_TRUE(held);
    EXPECT_EQ(message, "the one");
    EXPECT_FALSE(condition.locked());
  };
  aio::run(amain);
}

// P-24
TEST(Condition, DefersACancellationUntilTheLockIsHeld) {
  auto amain = []() -> aio::Coro<> {
    aio::Condition condition;
    std::string order;
    auto task = aio::create_task(wait_once(condition, order, 'a'));
    co_await turns(1);
    co_await condition.acquire();
    condition.notify();
    co_await turns(2);  // it was woken, and waits for the lock
    task.cancel();
    co_await turns(2);
    task.cancel();
    co_await turns(2);
    EXPECT_FALSE(task.done());
    condition.release();
    co_await aio::settle(task);
    EXPECT_TRUE(task.cancelled());
    EXPECT_EQ(order, "");
    EXPECT_FALSE(condition.locked());
  };
  aio::run(amain);
}

// P-25
TEST(Condition, HandsTheNotificationOfACancelledWaiterOn) {
  for (const int turns_between : {0, 2}) {  // cancelled as it wakes, or as it takes the lock
    auto amain = [turns_between]() -> aio::Coro<> {
      aio::Condition condition;
      std::string order;
      auto a = aio::create_task(wait_once(condition, order, 'a'));
      auto b = aio::create_task(wait_once(condition, order, 'b'));
      auto c = aio::create_task(wait_once(condition, order, 'c'));
      co_await turns(2);
      co_await condition.acquire();
      condition.notify();
      co_await turns(turns_between);
      a.cancel();
      co_await turns(2);
      condition.release();
      co_await b;
      EXPECT_TRUE(a.cancelled());
      EXPECT_FALSE(c.done()) << "one notification, one waiter";
      EXPECT_EQ(order, "b");
      c.cancel();
      co_await aio::settle(c);
    };
    aio::run(amain);
  }
}

// P-25
TEST(Condition, LosesNothingWhenACancelledWaiterIsFirstInLine) {
  auto amain = []() -> aio::Coro<> {
    aio::Condition condition;
    std::string order;
    auto a = aio::create_task(wait_once(condition, order, 'a'));
    auto b = aio::create_task(wait_once(condition, order, 'b'));
    co_await turns(2);
    co_await condition.acquire();
    a.cancel();
    condition.notify();  // not for `a`
    condition.release();
    co_await b;
    EXPECT_TRUE(a.cancelled());
    EXPECT_EQ(order, "b");
  };
  aio::run(amain);
}

// P-26
TEST(Condition, WaitsForAPredicate) {
  auto amain = []() -> aio::Coro<> {
    aio::Condition condition;
    int value = 0, looks = 0;
    auto wait = [&]() -> aio::Coro<> {
      auto guard = co_await condition.scoped();
      co_await condition.wait_for([&] { return ++looks, value == 2; });
    };
    auto task = aio::create_task(wait());
    co_await turns(1);
    for (value = 1; value < 3; ++value) {
      co_await notify(condition, 1);
      co_await turns(3);
      EXPECT_EQ(task.done(), value == 2);
    }
    EXPECT_EQ(looks, 3);
    co_await condition.wait_for([] { return true; });  // needs no lock
    auto outcome = co_await aio::settle(condition.wait_for([] { return false; }));
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return outcome.value(); }), "cannot wait on un-acquired lock");
  };
  aio::run(amain);
}

// P-27
TEST(Condition, SharesALock) {
  auto amain = []() -> aio::Coro<> {
    auto lock = std::make_shared<aio::Lock>();
    aio::Condition filled(lock), emptied(lock);
    auto guard = co_await lock->scoped();
    EXPECT_TRUE(filled.locked());
    EXPECT_TRUE(emptied.locked());
    filled.release();
    EXPECT_FALSE(lock->locked());
    co_await emptied.acquire();
    EXPECT_TRUE(lock->locked());
  };
  aio::run(amain);
}

// P-28
TEST(Condition, HoldsTheLockAfterATimeout) {
  auto amain = []() -> aio::Coro<> {
    aio::Condition condition;
    bool timed_out = false;
    {
      auto guard = co_await condition.scoped();
      try {
        co_await aio::wait_for(condition.wait(), 5s);
      } catch (const aio::TimeoutError&) {
        timed_out = true;
      }
      EXPECT_TRUE(condition.locked());
    }
    EXPECT_TRUE(timed_out);
    EXPECT_FALSE(condition.locked());
  };
  run_manual(amain);
}

// B-03, B-05
TEST(Condition, BindsApartFromItsLock) {
  auto lock = std::make_shared<aio::Lock>();
  auto contend = [&]() -> aio::Coro<> {
    auto guard = co_await lock->scoped();
    auto other = aio::create_task(lock->acquire());
    co_await aio::yield_now();
    lock->release();
    co_await other;
  };
  aio::run(contend);  // binds the lock alone
  aio::Condition condition(lock);
  auto notify_slowly = [&]() -> aio::Coro<> {
    auto guard = co_await condition.scoped();
    condition.notify();
    co_await turns(2);  // the waiter must wait for the lock
  };
  auto wait = [&]() -> aio::Coro<> {
    auto guard = co_await condition.scoped();
    auto notifier = aio::create_task(notify_slowly());
    co_await condition.wait();
    co_await notifier;
  };
  EXPECT_EQ(message_of<aio::WrongLoopError>([&] { aio::run(wait); }), "Lock is bound to a different event loop");
  aio::Condition own;
  auto wait_own = [&]() -> aio::Coro<> {
    auto guard = co_await own.scoped();
    auto notifier = aio::create_task(notify(own, 1));
    co_await own.wait();
    co_await notifier;
  };
  aio::run(wait_own);
  EXPECT_EQ(message_of<aio::WrongLoopError>([&] { aio::run(wait_own); }),
            "Condition is bound to a different event loop");
  EXPECT_FALSE(own.locked());
}

}  // namespace
