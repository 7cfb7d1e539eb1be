// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Barrier: rows P-40 … P-47, B-03.
#include "support.h"

#include <algorithm>

namespace {
using namespace aio_test;

aio::Coro<> turns(int n) {
  while (n-- > 0) co_await aio::yield_now();
}
std::string sorted(std::size_t a, std::size_t b, std::size_t c) {
  std::string digits = std::to_string(a) + std::to_string(b) + std::to_string(c);
  std::sort(digits.begin(), digits.end());
  return digits;
}
std::string broken(const aio::Outcome<std::size_t>& outcome) {
  return message_of<aio::BrokenBarrierError>([&] { return aio::Outcome<std::size_t>(outcome).value(); });
}

// P-40
TEST(Barrier, NeedsAParty) {
  EXPECT_EQ(message_of<aio::ValueError>([] { return aio::Barrier(0).parties(); }), "parties must be >= 1");
}

// P-41, P-46, P-47
TEST(Barrier, LetsAllOutWithANumberEachAgainAndAgain) {
  auto amain = []() -> aio::Coro<> {
    aio::Barrier barrier(3);
    EXPECT_EQ(barrier.parties(), 3u);
    for (int round = 0; round < 3; ++round) {
      auto first = aio::create_task(barrier.wait());
      auto second = aio::create_task(barrier.wait());
      co_await turns(1);
      EXPECT_EQ(barrier.n_waiting(), 2u);
      EXPECT_FALSE(barrier.broken());
      EXPECT_FALSE(first.done());
      const std::size_t last = co_await barrier.wait();  // does not suspend
      EXPECT_EQ(barrier.n_waiting(), 0u) << "it empties";
      EXPECT_EQ(sorted(co_await first, co_await second, last), "012");
    }
  };
  aio::run(amain);
}

// P-41
TEST(Barrier, OfOneNeverWaits) {
  auto amain = []() -> aio::Coro<> {
    aio::Barrier barrier(1);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(co_await barrier.wait(), 0u);
    EXPECT_EQ(barrier.n_waiting(), 0u);
  };
  aio::run(amain);
}

// P-42
TEST(Barrier, MakesNewcomersWaitUntilTheRoundHasLeft) {
  auto amain = []() -> aio::Coro<> {
    aio::Barrier barrier(2);
    std::string order;
    auto pass = [&](char name) -> aio::Coro<> {
      co_await barrier.wait();
      order += name;
    };
    auto a = aio::create_task(pass('a'));
    co_await turns(1);
    co_await pass('b');  // opens; `a` has not run yet
    auto c = aio::create_task(pass('c'));
    co_await pass('d');  // would fill the next round and overtake `a`
    co_await aio::gather(a, c);
    EXPECT_EQ(order.substr(0, 2), "ba");
    EXPECT_EQ(order.size(), 4u);
  };
  aio::run(amain);
}

// P-43
TEST(Barrier, DoesNotCountTheCancelled) {
  auto amain = []() -> aio::Coro<> {
    aio::Barrier barrier(3);
    auto first = aio::create_task(barrier.wait());
    auto second = aio::create_task(barrier.wait());
    co_await turns(1);
    first.cancel();
    auto third = aio::create_task(barrier.wait());
    EXPECT_EQ(barrier.n_waiting(), 1u);
    co_await turns(2);
    EXPECT_FALSE(barrier.broken());
    EXPECT_FALSE(second.done());
    EXPECT_EQ(barrier.n_waiting(), 2u);
    const std::size_t last = co_await barrier.wait();
    EXPECT_EQ(sorted(co_await second, co_await third, last), "012") << "distinct, unlike asyncio's";
    EXPECT_TRUE(first.cancelled());
  };
  aio::run(amain);
}

// P-43
TEST(Barrier, DoesNotOpenForOneWhoWasCancelledInThisTurn) {
  auto amain = []() -> aio::Coro<> {
    aio::Barrier barrier(2);
    auto first = aio::create_task(barrier.wait());
    co_await turns(1);
    first.cancel();  // has not run yet
    auto second = aio::create_task(barrier.wait());
    co_await turns(3);
    EXPECT_FALSE(second.done());
    EXPECT_EQ(co_await barrier.wait(), 1u);
    EXPECT_EQ(co_await second, 0u);
  };
  aio::run(amain);
}

// P-43
TEST(Barrier, EmptiesWhenSomeoneIsCancelledOnTheWayOut) {
  auto amain = []() -> aio::Coro<> {
    aio::Barrier barrier(2);
    auto first = aio::create_task(barrier.wait());
    co_await turns(1);
    co_await barrier.wait();
    first.cancel();
    co_await aio::settle(first);
    EXPECT_TRUE(first.cancelled());
    auto second = aio::create_task(barrier.wait());
    co_await turns(1);
    EXPECT_EQ(barrier.n_waiting(), 1u);
    co_await barrier.wait();
    co_await second;
  };
  aio::run(amain);
}

// P-44
TEST(Barrier, ThrowsItsWaitersOutAtAReset) {
  auto amain = []() -> aio::Coro<> {
    aio::Barrier barrier(3);
    auto first = aio::create_task(barrier.wait());
    auto second = aio::create_task(barrier.wait());
    co_await turns(1);
    co_await barrier.reset();
    auto early = aio::create_task(barrier.wait());  // comes while they leave: belongs to the next round
    EXPECT_EQ(broken(co_await aio::settle(first)), "Abort or reset of barrier");
    EXPECT_EQ(broken(co_await aio::settle(second)), "Abort or reset of barrier");
    EXPECT_FALSE(barrier.broken());
    auto late = aio::create_task(barrier.wait());
    co_await turns(2);
    EXPECT_EQ(barrier.n_waiting(), 2u);
    co_await barrier.wait();
    co_await aio::gather(early, late);
    co_await barrier.reset();  // empty: nothing happens
    EXPECT_FALSE(barrier.broken());
  };
  aio::run(amain);
}

// P-45
TEST(Barrier, IsBrokenByAnAbortUntilAReset) {
  auto amain = []() -> aio::Coro<> {
    aio::Barrier barrier(2);
    auto waiting = aio::create_task(barrier.wait());
    co_await turns(1);
    co_await barrier.abort();
    EXPECT_TRUE(barrier.broken());
    EXPECT_EQ(barrier.n_waiting(), 0u);
    EXPECT_EQ(broken(co_await aio::settle(waiting)), "Abort or reset of barrier");
    EXPECT_EQ(broken(co_await aio::settle(barrier.wait())), "Barrier aborted");
    co_await barrier.reset();
    EXPECT_FALSE(barrier.broken());
    auto again = aio::create_task(barrier.wait());
    co_await turns(1);
    EXPECT_EQ(co_await barrier.wait(), 1u);
    EXPECT_EQ(co_await again, 0u);
  };
  aio::run(amain);
}

// P-45
TEST(Barrier, BreaksForThoseWhoWaitOutside) {
  auto amain = []() -> aio::Coro<> {
    aio::Barrier barrier(2);
    auto inside = aio::create_task(barrier.wait());
    co_await turns(1);
    co_await barrier.wait();
    auto outside = aio::create_task(barrier.wait());
    auto abort = [&]() -> aio::Coro<> { co_await barrier.abort(); };
    aio::get_running_loop().call_soon([&] { aio::create_task(abort()).detach(); });
    co_await turns(4);
    EXPECT_TRUE(inside.done());
    EXPECT_EQ(broken(co_await aio::settle(outside)), "Abort or reset of barrier");
  };
  aio::run(amain);
}

// B-03, P-47
TEST(Barrier, BelongsToOneLoop) {
  aio::Barrier barrier(2);
  auto meet = [&]() -> aio::Coro<> {
    auto first = aio::create_task(barrier.wait());
    co_await turns(1);
    co_await barrier.wait();
    co_await first;
  };
  aio::run(meet);
  auto again = [&]() -> aio::Coro<> { co_await barrier.wait(); };
  EXPECT_EQ(message_of<aio::WrongLoopError>([&] { aio::run(again); }), "Barrier is bound to a different event loop");
  EXPECT_EQ(barrier.n_waiting(), 0u);
}

}  // namespace
