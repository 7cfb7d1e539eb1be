// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Permits: rows P-30 … P-35.
#include "support.h"

namespace {
using namespace aio_test;

// P-30
TEST(Semaphore, RefusesANegativeValue) {
  EXPECT_EQ(message_of<aio::ValueError>([] { return aio::Semaphore(-1), 0; }), "Semaphore initial value must be >= 0");
  EXPECT_EQ(message_of<aio::ValueError>([] { return aio::BoundedSemaphore(-1), 0; }),
            "Semaphore initial value must be >= 0");
}

// P-31
TEST(Semaphore, IsLockedWhenANewcomerWouldWait) {
  auto amain = []() -> aio::Coro<> {
    aio::Semaphore semaphore(0);
    EXPECT_TRUE(semaphore.locked());
    auto first = aio::create_task(semaphore.acquire());
    co_await aio::yield_now();
    semaphore.release();
    semaphore.release();  // one permit is for `first`, one is free
    EXPECT_TRUE(semaphore.locked()) << "'first' is still in line";
    EXPECT_TRUE(co_await first);
    EXPECT_FALSE(semaphore.locked());
  };
  aio::run(amain);
}

// P-32
TEST(Semaphore, LetsNobodyOvertake) {
  auto amain = []() -> aio::Coro<> {
    aio::Semaphore semaphore(0);
    std::string order;
    auto take = [&](char name) -> aio::Coro<> {
      EXPECT_TRUE(co_await semaphore.acquire());
      order += name;
    };
    auto a = aio::create_task(take('a'));
    auto b = aio::create_task(take('b'));
    co_await aio::yield_now();
    for (int i = 0; i < 4; ++i) semaphore.release();
    co_await take('c');  // two permits are free, and yet it stands behind
    co_await take('d');
    co_await aio::gather(a, b);
    EXPECT_EQ(order, "abcd");
    EXPECT_TRUE(semaphore.locked());
  };
  aio::run(amain);
}

// P-32
TEST(Semaphore, WakesAsManyAsThereArePermits) {
  auto amain = []() -> aio::Coro<> {
    aio::Semaphore semaphore(0);
    auto first = aio::create_task(semaphore.acquire());
    co_await aio::yield_now();
    for (int i = 0; i < 3; ++i) semaphore.release();
    auto second = aio::create_task(semaphore.acquire());  // comes in line before `first` has run
    auto third = aio::create_task(semaphore.acquire());
    for (int i = 0; i < 3; ++i) co_await aio::yield_now();
    EXPECT_TRUE(first.done() && second.done() && third.done());
    EXPECT_TRUE(semaphore.locked());
  };
  aio::run(amain);
}

// P-33
TEST(Semaphore, PassesThePermitOfACancelledWaiterOn) {
  auto amain = []() -> aio::Coro<> {
    aio::Semaphore semaphore(0);
    auto first = aio::create_task(semaphore.acquire());
    auto second = aio::create_task(semaphore.acquire());
    auto third = aio::create_task(semaphore.acquire());
    co_await aio::yield_now();
    second.cancel();      // before it is woken
    semaphore.release();  // for `first` …
    first.cancel();       // … which is cancelled after it was woken
    EXPECT_TRUE(co_await third);
    EXPECT_TRUE(first.cancelled());
    EXPECT_TRUE(second.cancelled());
    EXPECT_TRUE(semaphore.locked());
    semaphore.release();
    EXPECT_FALSE(semaphore.locked());
  };
  aio::run(amain);
}

// P-33
TEST(Semaphore, KeepsThePermitOfACancelledWaiterWhenNobodyFollows) {
  auto amain = []() -> aio::Coro<> {
    aio::Semaphore semaphore(0);
    auto only = aio::create_task(semaphore.acquire());
    co_await aio::yield_now();
    semaphore.release();
    only.cancel();
    co_await aio::settle(only);
    EXPECT_TRUE(only.cancelled());
    EXPECT_FALSE(semaphore.locked());
    EXPECT_TRUE(co_await semaphore.acquire());
  };
  aio::run(amain);
}

// P-34
TEST(Semaphore, GrowsWhenReleasedTooOften) {
  auto amain = []() -> aio::Coro<> {
    aio::Semaphore semaphore(1);
    semaphore.release();
    co_await semaphore.acquire();
    EXPECT_FALSE(semaphore.locked());
    co_await semaphore.acquire();
    EXPECT_TRUE(semaphore.locked());
  };
  aio::run(amain);
}

// P-35
TEST(BoundedSemaphore, RefusesAReleaseTooMany) {
  WarningLog log;
  auto amain = []() -> aio::Coro<> {
    aio::BoundedSemaphore semaphore(1);
    EXPECT_EQ(message_of<aio::ValueError>([&]() -> int { return semaphore.release(), 0; }),
              "BoundedSemaphore released too many times");
    auto guard = co_await semaphore.scoped();
    semaphore.release();  // and once more by the guard
  };
  aio::run(amain);
  EXPECT_EQ(log.count("RuntimeWarning: BoundedSemaphore released too many times"), 1) << log.all();
}

// P-07, P-32
TEST(Semaphore, IsHeldForAScope) {
  auto amain = []() -> aio::Coro<> {
    aio::BoundedSemaphore semaphore(2);
    int inside = 0, most = 0;
    auto work = [&]() -> aio::Coro<> {
      auto guard = co_await semaphore.scoped();
      most = std::max(most, ++inside);
      co_await aio::sleep(1s);
      --inside;
    };
    std::vector<aio::Task<>> tasks;
    for (int i = 0; i < 7; ++i) tasks.push_back(aio::create_task(work()));
    for (auto& task : tasks) co_await task;
    EXPECT_EQ(most, 2);
    EXPECT_FALSE(semaphore.locked());
  };
  run_manual(amain);
}

}  // namespace
