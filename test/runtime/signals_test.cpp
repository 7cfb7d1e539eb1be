// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals: rows R-27 … R-38, S-30 … S-35.
#include "support.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <thread>

namespace {
using namespace aio_test;

bool is_default(int sig) {
  struct sigaction current = {};
  sigaction(sig, nullptr, &current);
  return current.sa_handler == SIG_DFL;
}
void custom(int) {}
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

TEST(Interrupt, StartsAnewInEachRunOfARunner) {  // N-22
  aio::Runner runner;
  EXPECT_THROW(runner.run(interrupted_wait()), aio::KeyboardInterrupt);
  EXPECT_TRUE(is_default(SIGINT));
  auto catches = []() -> aio::Coro<int> {
    try {
      co_await interrupted_wait();
    } catch (const aio::CancelledError&) {  // the first one of this run: no second one yet
    }
    co_return 5;
  };
  EXPECT_EQ(runner.run(catches()), 5);
  EXPECT_TRUE(is_default(SIGINT));
}

TEST(Interrupt, LeavesARunnerThatCanStillBeUsed) {  // N-23
  bool cleaned = false;
  auto stubborn = [&]() -> aio::Coro<> {
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
  aio::Runner runner;
  EXPECT_THROW(runner.run(stubborn()), aio::KeyboardInterrupt);
  EXPECT_EQ(aio::all_tasks(&runner.get_loop()).size(), 1u);
  EXPECT_EQ(runner.run(answer()), 42);
  EXPECT_FALSE(cleaned);
  runner.close();
  EXPECT_TRUE(cleaned);
}

/// What `fn` answers in a child process; -1 when a signal ended it, with the signal's number in `signal`.
template <class F>
int in_a_child(F&& fn, int* signal = nullptr) {
  const pid_t child = fork();
  if (child == 0) {
    int answer = 99;
    try {
      answer = fn();
    } catch (...) {
    }
    _exit(answer);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (signal) *signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Interrupt, KillsTheProcessTheThirdTimeWhenTheLoopIsStuck) {  // R-32, section 11
  int killed_by = 0;
  auto stuck = [] {
    auto amain = []() -> aio::Coro<> {
      for (int i = 0; i < 3; ++i) std::raise(SIGINT);
      co_return;
    };
    aio::run(amain);
    return 0;
  };
  EXPECT_EQ(in_a_child(stuck, &killed_by), -1);
  EXPECT_EQ(killed_by, SIGINT);
}

/// From now on the kernel refuses a new action for SIGINT.
bool refuse_sigint_handlers() {
  sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigaction, 0, 5),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SIGINT, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[1])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter{sizeof program / sizeof *program, program};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

TEST(Interrupt, IsDoneWithoutWhereTheSystemRefusesAHandler) {
  const int answered = in_a_child([] { return refuse_sigint_handlers() ? aio::run(answer()) : 77; });
  if (answered == 77) GTEST_SKIP() << "this system has no seccomp filters";
  EXPECT_EQ(answered, 42);
}

TEST(Interrupt, LeavesAHandlerAloneThatMainInstalled) {
  auto amain = []() -> aio::Coro<> {
    std::signal(SIGINT, custom);
    co_return;
  };
  aio::run(amain);
  struct sigaction current = {};
  sigaction(SIGINT, nullptr, &current);
  EXPECT_EQ(current.sa_handler, custom);
  std::signal(SIGINT, SIG_DFL);
}

TEST(Interrupt, IsNoneOfABareLoopsBusiness) {  // L-17: run_until_complete() leaves signals as they are
  for (const int sig : {SIGINT, SIGTERM}) {
    int killed_by = 0;
    auto raises = [sig] {
      auto amain = [sig]() -> aio::Coro<> {
        std::raise(sig);
        co_return;
      };
      aio::EventLoop loop;
      loop.run_until_complete(amain());
      return 0;
    };
    EXPECT_EQ(in_a_child(raises, &killed_by), -1);
    EXPECT_EQ(killed_by, sig);
  }
}

TEST(Interrupt, StaysACancellationWhenSomebodyElseCancelledToo) {
  auto amain = []() -> aio::Coro<> {
    auto me = aio::current_task();
    aio::get_running_loop().call_soon([me]() mutable { me.cancel(); });
    co_await interrupted_wait();
  };
  EXPECT_THROW(aio::run(amain), aio::CancelledError);
}

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

TEST(Interrupt, PassesThroughATimeout) {
  auto amain = []() -> aio::Coro<> {
    co_await aio::timeout(1h, [](aio::Timeout&) -> aio::Coro<> { co_await interrupted_wait(); });
  };
  EXPECT_THROW(aio::run(amain), aio::KeyboardInterrupt);
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

template <class F>
concept SignalCallback = requires(aio::EventLoop& loop, F fn) { loop.add_signal_handler(SIGUSR1, fn); };

TEST(SignalHandler, IsNoCoroutineFunction) {  // S-32
  static_assert(SignalCallback<void (*)()> && !SignalCallback<aio::Coro<> (*)()> && !SignalCallback<int>);
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
