// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Event, Lock and the loop they are bound to: rows P-01 … P-13, B-01 … B-06.
#include "support.h"

#include <atomic>
#include <latch>
#include <thread>

namespace {
using namespace aio_test;

// P-10, P-11, P-12
TEST(Event, LetsEveryWaiterPassInOrder) {
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

// P-13
TEST(Event, ForgetsACancelledWaiter) {
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

// P-11
TEST(Event, LetsALatecomerOvertakeTheWoken) {
  auto amain = []() -> aio::Coro<> {
    aio::Event event;
    std::string order;
    auto wait = [&](char name) -> aio::Coro<> {
      co_await event.wait();
      order += name;
    };
    auto late = aio::create_task(aio::yield_now());
    auto a = aio::create_task(wait('a'));
    co_await aio::yield_now();
    event.set();         // `a` is woken, and runs in the next turn
    co_await wait('b');  // passes at once
    co_await aio::gather(late, a);
    EXPECT_EQ(order, "ba");
  };
  aio::run(amain);
}

// B-01, B-02, B-03, B-04, L6
TEST(LoopBound, BindsAtTheFirstBlockingWait) {
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

// B-04: in debug mode a primitive made on a loop belongs to it at once.
TEST(LoopBound, BindsWhereItIsMadeInDebugMode) {
  std::unique_ptr<aio::Event> event;
  auto make = [&]() -> aio::Coro<> {
    event = std::make_unique<aio::Event>();
    co_return;
  };
  auto wait = [&]() -> aio::Coro<> {
    auto waiter = aio::create_task(event->wait());
    co_await aio::yield_now();
    event->set();
    co_await waiter;
  };
  aio::run(make, {.debug = false});
  aio::run(wait);
  aio::run(make, {.debug = true});
  EXPECT_EQ(message_of<aio::WrongLoopError>([&] { aio::run(wait); }), "Event is bound to a different event loop");
}

// B-06
TEST(LoopBound, BindsToOneOfTwoLoopsInARace) {
  for (int round = 0; round < 20; ++round) {
    aio::Event event;
    std::latch both(2);
    std::atomic<int> bound{0}, refused{0};
    auto wait = [&]() -> aio::Coro<> {
      auto waiter = aio::create_task(event.wait());
      both.arrive_and_wait();
      co_await aio::yield_now();
      waiter.cancel();
      auto outcome = co_await aio::settle(waiter);
      waiter.cancelled() ? ++bound : ++refused;
    };
    std::thread other([&] { aio::run(wait); });
    aio::run(wait);
    other.join();
    EXPECT_EQ(bound, 1);
    EXPECT_EQ(refused, 1);
  }
}

// P-01, P-02, P-03, P-07
TEST(Lock, IsFair) {
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

// P-05
TEST(Lock, BelongsToNoTask) {
  auto amain = []() -> aio::Coro<> {
    aio::Lock lock;
    co_await lock.acquire();
    auto again = aio::create_task(lock.acquire());  // not re-entrant
    co_await aio::yield_now();
    EXPECT_FALSE(again.done());
    auto release = [&]() -> aio::Coro<> {
      lock.release();
      co_return;
    };
    co_await aio::create_task(release());  // any task may
    co_await again;
    EXPECT_TRUE(lock.locked());
  };
  aio::run(amain);
}

// P-04
TEST(Lock, RefusesToBeReleasedTwice) {
  aio::Lock lock;
  EXPECT_EQ(message_of<aio::RuntimeError>([&] { lock.release(); }), "Lock is not acquired.");
}

// P-06
TEST(Lock, LosesNoWakeUpWhenAWaiterIsCancelled) {
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
