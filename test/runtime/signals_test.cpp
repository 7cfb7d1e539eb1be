// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals: rows R-27 … R-38, S-30 … S-35.
#include "support.h"

#include <csignal>
#include <thread>

namespace {
using namespace aio_test;

bool is_default(int sig) {
  struct sigaction current = {};
  sigaction(sig, nullptr, &current);
  return current.sa_handler == SIG_DFL;
}
aio::Coro<> interrupted_wait() {
  aio::get_running_loop().call_soon([] { std::raise(SIGINT); });
  co_await forever();
}

TEST(Interrupt, CancelsMainAndBecomesKeyboardInterrupt) {
  bool other_cancelled_first = false, main_cancelled = false;
  auto other = [&]() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      other_cancelled_first = !main_cancelled;
      throw;
    }
  };
  auto amain = [&]() -> aio::Coro<> {
    aio::create_task(other()).detach();
    try {
      co_await interrupted_wait();
    } catch (const aio::CancelledError&) {
      main_cancelled = true;
      throw;
    }
  };
  EXPECT_THROW(aio::run(amain), aio::KeyboardInterrupt);
  EXPECT_TRUE(main_cancelled);
  EXPECT_FALSE(other_cancelled_first);
  EXPECT_TRUE(is_default(SIGINT));
}

TEST(Interrupt, ReachesAMainThatIsAlwaysReady) {
  auto amain = []() -> aio::Coro<> {
    std::raise(SIGINT);
    for (;;) co_await aio::yield_now();
  };
  EXPECT_THROW(aio::run(amain), aio::KeyboardInterrupt);
}

TEST(Interrupt, WakesASleepingLoop) {
  std::thread sender;
  const pthread_t here = pthread_self();
  auto amain = [&]() -> aio::Coro<> {
    sender = std::thread([here] {
      std::this_thread::sleep_for(20ms);  // only to make a sleeping loop likely: right without it, too
      pthread_kill(here, SIGINT);
    });
    co_await forever();
  };
  EXPECT_THROW(aio::run(amain), aio::KeyboardInterrupt);
  sender.join();
}

TEST(Interrupt, IsForgottenByAMainThatReturns) {  // R-30, decided 3
  auto amain = []() -> aio::Coro<int> {
    try {
      co_await interrupted_wait();
    } catch (const aio::CancelledError&) {
    }
    co_return 5;
  };
  EXPECT_EQ(aio::run(amain), 5);
}

TEST(Interrupt, GivesWayToAnotherError) {
  auto amain = []() -> aio::Coro<> {
    try {
      co_await interrupted_wait();
    } catch (const aio::CancelledError&) {
      throw Boom("instead");
    }
  };
  EXPECT_THROW(aio::run(amain), Boom);
}

TEST(Interrupt, ThrowsAtOnceTheSecondTime) {  // R-32, N-23
  bool cleaned = false;
  auto amain = [&]() -> aio::Coro<> {
    try {
      co_await interrupted_wait();
    } catch (const aio::CancelledError&) {
    }
    std::raise(SIGINT);
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      cleaned = true;
      throw;
    }
  };
  EXPECT_THROW(aio::run(amain), aio::KeyboardInterrupt);
  EXPECT_TRUE(cleaned);
  EXPECT_TRUE(is_default(SIGINT));
}

TEST(Interrupt, StaysACancellationWhenSomebodyElseCancelledToo) {
  auto amain = []() -> aio::Coro<> {
    auto me = aio::current_task();
    aio::get_running_loop().call_soon([me]() mutable { me.cancel(); });
    co_await interrupted_wait();
  };
  EXPECT_THROW(aio::run(amain), aio::CancelledError);
}

void custom(int) {}

TEST(Interrupt, LeavesACustomHandlerAlone) {
  std::signal(SIGINT, custom);
  auto amain = []() -> aio::Coro<int> {
    std::raise(SIGINT);
    co_await aio::yield_now();
    co_return 1;
  };
  EXPECT_EQ(aio::run(amain), 1);
  struct sigaction current = {};
  sigaction(SIGINT, nullptr, &current);
  EXPECT_EQ(current.sa_handler, custom);
  std::signal(SIGINT, SIG_DFL);
}

TEST(Interrupt, GivesWayToAHandlerOfTheLoop) {  // R-35, S-30
  auto amain = []() -> aio::Coro<int> {
    aio::Event stop;
    aio::get_running_loop().add_signal_handler(SIGINT, [&] { stop.set(); });
    std::raise(SIGINT);
    co_await stop.wait();
    co_return 2;
  };
  EXPECT_EQ(aio::run(amain), 2);
  EXPECT_TRUE(is_default(SIGINT));
}

TEST(Interrupt, IsNotHandledInOtherThreads) {
  std::thread([] {
    auto amain = []() -> aio::Coro<bool> { co_return is_default(SIGINT); };
    EXPECT_TRUE(aio::run(amain));
  }).join();
}

TEST(Interrupt, PassesThroughATaskGroup) {
  bool child_cancelled = false;
  auto child = [&]() -> aio::Coro<> {
    try {
      co_await forever();
    } catch (const aio::CancelledError&) {
      child_cancelled = true;
      throw;
    }
  };
  auto amain = [&]() -> aio::Coro<> {
    co_await aio::task_group([&](aio::TaskGroup& group) -> aio::Coro<> {
      group.create_task(child()).detach();
      co_await interrupted_wait();
    });
  };
  EXPECT_THROW(aio::run(amain), aio::KeyboardInterrupt);
  EXPECT_TRUE(child_cancelled);
}

TEST(SignalHandler, RunsAsACallbackAndIsReplacedAndRemoved) {  // S-30, S-34, S-35, L8
  std::string order;
  aio::EventLoop loop;
  loop.add_signal_handler(SIGUSR1, [&] { order += "old"; });
  loop.add_signal_handler(SIGUSR1, [&] { order += "new", loop.stop(); });
  std::raise(SIGUSR1);
  EXPECT_EQ(order, "");
  loop.run_forever();
  EXPECT_EQ(order, "new");
  EXPECT_TRUE(loop.remove_signal_handler(SIGUSR1));
  EXPECT_FALSE(loop.remove_signal_handler(SIGUSR1));
  EXPECT_TRUE(is_default(SIGUSR1));
  loop.add_signal_handler(SIGUSR2, [] {});
  EXPECT_FALSE(is_default(SIGUSR2));
  loop.close();
  EXPECT_TRUE(is_default(SIGUSR2));
}

TEST(SignalHandler, RefusesWhatCannotBeCaught) {  // S-31, S-33
  aio::EventLoop loop;
  EXPECT_EQ(message_of<aio::ValueError>([&] { loop.add_signal_handler(1000, [] {}); }), "invalid signal number 1000");
  EXPECT_EQ(message_of<aio::RuntimeError>([&] { loop.add_signal_handler(SIGKILL, [] {}); }), "sig 9 cannot be caught");
  std::thread([&] {
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { loop.add_signal_handler(SIGUSR1, [] {}); }),
              "add_signal_handler() only works in the main thread");
  }).join();
  loop.close();
}

}  // namespace
