// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Event, Lock and the loop they are bound to: rows P-01 … P-13, B-01 … B-04.
#include "support.h"

namespace {
using namespace aio_test;

TEST(Event, LetsEveryWaiterPassInOrder) {  // P-10, P-11, P-12
  auto amain = []() -> aio::Coro<> {
    aio::Event event;
    std::string order;
    auto wait = [&](char name) -> aio::Coro<> {
      EXPECT_TRUE(co_await event.wait());
      order += name;
    };
    auto a = aio::create_task(wait('a'));
    auto b = aio::create_task(wait('b'));
    co_await aio::yield_now();
    event.set();
    event.clear();
    EXPECT_FALSE(event.is_set());
    co_await aio::gather(a, b);
    EXPECT_EQ(order, "ab");
    event.set();
    event.set();
    EXPECT_TRUE(co_await event.wait());
  };
  aio::run(amain);
}

TEST(Event, ForgetsACancelledWaiter) {  // P-13
  auto amain = []() -> aio::Coro<> {
    aio::Event event;
    auto waiter = aio::create_task(event.wait());
    co_await aio::yield_now();
    waiter.cancel();
    co_await aio::settle(waiter);
    EXPECT_TRUE(waiter.cancelled());
    event.set();
  };
  aio::run(amain);
}

TEST(LoopBound, BindsAtTheFirstBlockingWait) {  // B-01 … B-04, L6
  aio::Event event;
  aio::Lock lock;
  auto blocked = [&]() -> aio::Coro<> {
    auto waiter = aio::create_task(event.wait());
    co_await aio::yield_now();
    event.set();
    co_await waiter;
    event.clear();
  };
  auto uncontended = [&]() -> aio::Coro<> { auto guard = co_await lock.scoped(); };
  aio::run(uncontended);
  aio::run(uncontended);
  aio::run(blocked);
  auto again = [&]() -> aio::Coro<> { co_await event.wait(); };
  EXPECT_EQ(message_of<aio::WrongLoopError>([&] { aio::run(again); }), "Event is bound to a different event loop");
  event.set();
  aio::run(again);  // does not block
}

TEST(Lock, IsFair) {  // P-01, P-02, P-03
  auto amain = []() -> aio::Coro<> {
    aio::Lock lock;
    std::string order;
    auto use = [&](char name) -> aio::Coro<> {
      auto guard = co_await lock.scoped();
      order += name;
      co_await aio::sleep(1s);
    };
    EXPECT_TRUE(co_await lock.acquire());
    auto a = aio::create_task(use('a'));
    auto b = aio::create_task(use('b'));
    co_await aio::yield_now();
    lock.release();
    EXPECT_FALSE(lock.locked());
    auto c = aio::create_task(use('c'));
    co_await aio::gather(a, b, c);
    EXPECT_EQ(order, "abc");
    EXPECT_FALSE(lock.locked());
  };
  run_manual(amain);
}

TEST(Lock, RefusesToBeReleasedTwice) {  // P-04
  aio::Lock lock;
  EXPECT_EQ(message_of<aio::RuntimeError>([&] { lock.release(); }), "Lock is not acquired.");
}

TEST(Lock, LosesNoWakeUpWhenAWaiterIsCancelled) {  // P-06
  auto amain = []() -> aio::Coro<> {
    aio::Lock lock;
    co_await lock.acquire();
    auto first = aio::create_task(lock.acquire());
    auto second = aio::create_task(lock.acquire());
    co_await aio::yield_now();
    lock.release();
    first.cancel();  // woken, and cancelled before it ran
    co_await aio::settle(first);
    EXPECT_TRUE(first.cancelled());
    EXPECT_TRUE(co_await second);
    EXPECT_TRUE(lock.locked());
    auto third = aio::create_task(lock.acquire());
    auto fourth = aio::create_task(lock.acquire());
    co_await aio::yield_now();
    third.cancel();
    lock.release();
    EXPECT_TRUE(co_await fourth);
    EXPECT_TRUE(third.cancelled());
  };
  aio::run(amain);
}

}  // namespace
