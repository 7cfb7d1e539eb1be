// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Queues: rows P-50 … P-58, B-03 … B-05.
#include "support.h"

#include <memory>
#include <set>

namespace {
using namespace aio_test;

aio::Coro<> turns(int n) {
  while (n-- > 0) co_await aio::yield_now();
}
template <class E, class T>
bool threw(const aio::Outcome<T>& outcome) {
  try {
    if (outcome.error()) std::rethrow_exception(outcome.error());
  } catch (const E&) {
    return true;
  }
  return false;
}

// P-50
TEST(Queue, WithoutAMaximumIsNeverFull) {
  aio::Queue<int> queue;
  EXPECT_TRUE(queue.empty());
  for (int i = 0; i < 1000; ++i) queue.put_nowait(i);
  EXPECT_FALSE(queue.full());
  EXPECT_EQ(queue.qsize(), 1000u);
  EXPECT_EQ(queue.maxsize(), 0u);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(queue.get_nowait(), i);
}

// P-51
TEST(Queue, SaysFullAndEmpty) {
  aio::Queue<int> queue(1);
  EXPECT_EQ(message_of<aio::QueueEmpty>([&] { return queue.get_nowait(); }), "queue empty");
  queue.put_nowait(1);
  EXPECT_TRUE(queue.full());
  EXPECT_EQ(message_of<aio::QueueFull>([&]() -> int { return queue.put_nowait(2), 0; }), "queue full");
  EXPECT_EQ(queue.get_nowait(), 1);
}

// P-52
TEST(Queue, MakesProducersWaitForRoom) {
  auto amain = []() -> aio::Coro<> {
    aio::Queue<int> queue(2);
    auto produce = [&]() -> aio::Coro<> {
      for (int i = 0; i < 5; ++i) co_await queue.put(i);
    };
    auto producer = aio::create_task(produce());
    co_await turns(2);
    EXPECT_EQ(queue.qsize(), 2u);
    EXPECT_FALSE(producer.done());
    for (int i = 0; i < 5; ++i) EXPECT_EQ(co_await queue.get(), i);
    co_await producer;
  };
  aio::run(amain);
}

// P-53
TEST(Queue, KeepsItsOrder) {
  aio::Queue<int> fifo;
  aio::LifoQueue<int> lifo;
  aio::PriorityQueue<int> smallest;
  aio::PriorityQueue<int, std::greater<>> largest;
  auto order_of = [](aio::Queue<int>& queue) {
    for (const int i : {3, 1, 4, 2}) queue.put_nowait(i);
    std::string order;
    while (!queue.empty()) order += std::to_string(queue.get_nowait());
    return order;
  };
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(order_of(fifo), "3142");
    EXPECT_EQ(order_of(lifo), "2413");
    EXPECT_EQ(order_of(smallest), "1234");
    EXPECT_EQ(order_of(largest), "4321");
  }
}

// P-53
TEST(Queue, HoldsWhatCanOnlyBeMoved) {
  auto amain = []() -> aio::Coro<> {
    aio::Queue<std::unique_ptr<int>> queue(3);
    for (int i = 0; i < 20; ++i) {
      co_await queue.put(std::make_unique<int>(i));
      co_await queue.put(std::make_unique<int>(-i));
      EXPECT_EQ(*co_await queue.get(), i);
      EXPECT_EQ(*queue.get_nowait(), -i);
    }
    queue.put_nowait(std::make_unique<int>(1));  // the queue frees it
  };
  aio::run(amain);
}

// P-54
TEST(Queue, LosesNoItemWhenAGetterIsCancelled) {
  auto amain = []() -> aio::Coro<> {
    aio::Queue<int> queue;
    auto first = aio::create_task(queue.get());
    auto second = aio::create_task(queue.get());
    auto third = aio::create_task(queue.get());
    co_await turns(1);
    second.cancel();  // before it is woken
    queue.put_nowait(7);
    first.cancel();  // after it was woken
    EXPECT_EQ(co_await third, 7);
    EXPECT_TRUE(first.cancelled());
    EXPECT_TRUE(second.cancelled());
    queue.put_nowait(8);
    EXPECT_EQ(queue.get_nowait(), 8) << "nobody is left in line";
  };
  aio::run(amain);
}

// P-54
TEST(Queue, LosesNoRoomWhenAPutterIsCancelled) {
  auto amain = []() -> aio::Coro<> {
    aio::Queue<int> queue(1);
    queue.put_nowait(1);
    auto first = aio::create_task(queue.put(2));
    auto second = aio::create_task(queue.put(3));
    co_await turns(1);
    EXPECT_EQ(queue.get_nowait(), 1);
    first.cancel();  // woken, and cancelled before it ran
    co_await second;
    EXPECT_TRUE(first.cancelled());
    EXPECT_EQ(queue.get_nowait(), 3);
    EXPECT_TRUE(queue.empty());
  };
  aio::run(amain);
}

// P-54
TEST(Queue, KeepsThePlaceOfAGetterWhoseItemWasTaken) {
  auto amain = []() -> aio::Coro<> {
    aio::Queue<int> queue;
    std::string order;
    auto get = [&](char name) -> aio::Coro<> {
      const int item = co_await queue.get();
      order += name + std::to_string(item);
    };
    auto a = aio::create_task(get('a'));
    auto b = aio::create_task(get('b'));
    co_await turns(1);
    queue.put_nowait(1);
    EXPECT_EQ(queue.get_nowait(), 1);  // `a` was woken for this one
    co_await turns(1);
    queue.put_nowait(2);
    queue.put_nowait(3);
    co_await aio::gather(a, b);
    EXPECT_EQ(order, "a2b3");
  };
  aio::run(amain);
}

// P-54
TEST(Queue, MatchesManyProducersWithManyConsumersUnderCancellations) {
  auto amain = []() -> aio::Coro<> {
    aio::Queue<int> queue(3);
    int received = 0;
    auto consume = [&]() -> aio::Coro<> {
      for (;;) {
        co_await queue.get();
        ++received;
        queue.task_done();
      }
    };
    auto produce = [&](int delay) -> aio::Coro<> {
      for (int i = 0; i < 50; ++i) {
        co_await queue.put(i);
        if (i % delay == 0) co_await aio::sleep(std::chrono::milliseconds(delay));
      }
    };
    std::vector<aio::Task<>> consumers, producers;
    for (int i = 0; i < 6; ++i) consumers.push_back(aio::create_task(consume()));
    for (int i = 1; i < 5; ++i) producers.push_back(aio::create_task(produce(i)));
    for (int i = 0; i < 5; ++i) {
      co_await aio::sleep(2ms);
      consumers[static_cast<std::size_t>(i)].cancel();
    }
    for (auto& producer : producers) co_await producer;
    co_await queue.join();
    EXPECT_EQ(received, 200);
    consumers.back().cancel();
    co_await aio::settle(consumers.back());
  };
  run_manual(amain);
}

// P-55, P-56
TEST(Queue, IsJoinedWhenEveryItemWasDealtWith) {
  auto amain = []() -> aio::Coro<> {
    aio::Queue<int> queue;
    co_await queue.join();  // nothing was put
    EXPECT_EQ(message_of<aio::ValueError>([&]() -> int { return queue.task_done(), 0; }),
              "task_done() called too many times");
    queue.put_nowait(1);
    queue.put_nowait(2);
    auto joined = aio::create_task(queue.join());
    (void)queue.get_nowait();
    (void)queue.get_nowait();
    queue.task_done();
    co_await turns(2);
    EXPECT_FALSE(joined.done());
    queue.task_done();
    co_await joined;
    EXPECT_THROW(queue.task_done(), aio::ValueError);
    co_await queue.join();
  };
  aio::run(amain);
}

// P-57
TEST(Queue, DrainsAfterAShutdown) {
  auto amain = []() -> aio::Coro<> {
    aio::Queue<int> queue(2);
    queue.put_nowait(1);
    queue.put_nowait(2);
    auto putter = aio::create_task(queue.put(3));
    co_await turns(1);
    queue.shutdown();
    queue.shutdown();
    EXPECT_TRUE(threw<aio::QueueShutDown>(co_await aio::settle(putter)));
    EXPECT_EQ(message_of<aio::QueueShutDown>([&]() -> int { return queue.put_nowait(4), 0; }), "queue shut down");
    EXPECT_TRUE(threw<aio::QueueShutDown>(co_await aio::settle(queue.put(4))));
    EXPECT_EQ(co_await queue.get(), 1);
    EXPECT_EQ(queue.get_nowait(), 2);
    EXPECT_TRUE(threw<aio::QueueShutDown>(co_await aio::settle(queue.get())));
    EXPECT_THROW(queue.get_nowait(), aio::QueueShutDown);
    auto joined = aio::create_task(queue.join());
    co_await turns(2);
    EXPECT_FALSE(joined.done()) << "a shutdown finishes no item";
    queue.task_done();
    queue.task_done();
    co_await joined;
  };
  aio::run(amain);
}

// P-57
TEST(Queue, ThrowsBlockedGettersOutAtAShutdown) {
  auto amain = []() -> aio::Coro<> {
    aio::Queue<int> queue;
    auto first = aio::create_task(queue.get());
    auto second = aio::create_task(queue.get());
    co_await turns(1);
    queue.shutdown();
    EXPECT_TRUE(threw<aio::QueueShutDown>(co_await aio::settle(first)));
    EXPECT_TRUE(threw<aio::QueueShutDown>(co_await aio::settle(second)));
  };
  aio::run(amain);
}

// P-58
TEST(Queue, DropsItsItemsAtAnImmediateShutdown) {
  auto amain = []() -> aio::Coro<> {
    aio::PriorityQueue<int> queue(2);
    queue.put_nowait(1);
    queue.put_nowait(2);
    auto joined = aio::create_task(queue.join());
    auto putter = aio::create_task(queue.put(3));
    co_await turns(1);
    queue.shutdown(true);
    EXPECT_TRUE(queue.empty());
    EXPECT_THROW(queue.get_nowait(), aio::QueueShutDown);
    EXPECT_TRUE(threw<aio::QueueShutDown>(co_await aio::settle(queue.get())));
    EXPECT_TRUE(threw<aio::QueueShutDown>(co_await aio::settle(putter)));
    co_await joined;
    EXPECT_THROW(queue.task_done(), aio::ValueError);
  };
  aio::run(amain);
}

// P-58
TEST(Queue, StillWaitsForWhatWasTakenBeforeAnImmediateShutdown) {
  auto amain = []() -> aio::Coro<> {
    aio::Queue<int> queue;
    queue.put_nowait(1);
    queue.put_nowait(2);
    (void)queue.get_nowait();
    auto joined = aio::create_task(queue.join());
    co_await turns(1);
    queue.shutdown(true);
    co_await turns(2);
    EXPECT_FALSE(joined.done());
    queue.task_done();
    co_await joined;
  };
  aio::run(amain);
}

// B-03, B-04, B-05
TEST(Queue, BelongsToOneLoopOnceItBlocked) {
  aio::Queue<int> queue;
  auto pass = [&]() -> aio::Coro<> {
    co_await queue.put(1);
    EXPECT_EQ(co_await queue.get(), 1);
    queue.task_done();
  };
  aio::run(pass);
  aio::run(pass);  // never blocked
  auto block = [&]() -> aio::Coro<> {
    auto getter = aio::create_task(queue.get());
    co_await turns(1);
    queue.put_nowait(1);
    co_await getter;
  };
  aio::run(block);
  EXPECT_EQ(message_of<aio::WrongLoopError>([&] { aio::run([&] { return queue.get(); }); }),
            "Queue is bound to a different event loop");
  auto join = [&]() -> aio::Coro<> {  // its own Event binds by itself
    auto joined = aio::create_task(queue.join());
    co_await turns(1);
    queue.task_done();
    co_await joined;
  };
  aio::run(join);
}

/// A queue of another order, as a user writes it: each item once.
class SetQueue : public aio::Queue<int> {
 protected:
  void do_put(int&& item) override {
    if (seen_.insert(item).second) aio::Queue<int>::do_put(std::move(item));
  }

 private:
  std::set<int> seen_;
};

// P-53
TEST(Queue, CanBeDerivedFrom) {
  SetQueue queue;
  for (const int i : {1, 2, 1, 3}) queue.put_nowait(i);
  EXPECT_EQ(queue.qsize(), 3u);
}

}  // namespace
