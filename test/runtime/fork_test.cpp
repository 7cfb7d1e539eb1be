// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child of fork() starts clean, and does nothing to its parent: rows R-45, G-03, S-36.
#include "support.h"

#include <aio/legacy.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace {
using namespace aio_test;

/// The wait status of a child that runs `body`; 0 when that gives true.
template <class F>
int in_child(F&& body) {
  const pid_t child = fork();
  if (child == 0) {
    bool good = false;
    try {
      good = body();
    } catch (...) {
    }
    _exit(good ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}
bool died_of(int status, int sig) { return WIFSIGNALED(status) && WTERMSIG(status) == sig; }

// R-45, G-03
TEST(Fork, ChildHasNoLoopAndMayRunItsOwn) {
  auto amain = []() -> aio::Coro<int> {
    co_return in_child([] {
      if (aio::running_loop()) return false;
      if (message_of<aio::NoRunningLoopError>([] { return aio::get_running_loop().time(); }) != "no running event loop")
        return false;
      if (message_of<aio::NoRunningLoopError>([] { return aio::current_task(); }) != "no running event loop")
        return false;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
      if (message_of<aio::RuntimeError>([] { return aio::get_event_loop().time(); }) == "<nothing was thrown>")
        return false;
#pragma GCC diagnostic pop
      return aio::run(answer()) == 42 && aio::run(answer()) == 42;
    });
  };
  EXPECT_EQ(aio::run(amain), 0);
}

//
TEST(Fork, ChildOfAnotherThreadMayRunItsOwn) {
  int status = -1;
  std::thread other([&] {
    auto amain = []() -> aio::Coro<int> { co_return in_child([] { return aio::run(answer()) == 42; }); };
    status = aio::run(amain);
  });
  other.join();
  EXPECT_EQ(status, 0);
}

// S-36
TEST(Fork, SignalInTheChildDoesNotReachTheParentsLoop) {
  auto amain = []() -> aio::Coro<> {
    int calls = 0;
    auto& loop = aio::get_running_loop();
    loop.add_signal_handler(SIGUSR1, [&] { ++calls; });
    const int status = in_child([] { return raise(SIGUSR1), true; });
    EXPECT_TRUE(died_of(status, SIGUSR1)) << "the child is back to the default";
    co_await aio::yield_now();
    co_await aio::yield_now();
    EXPECT_EQ(calls, 0);
    raise(SIGUSR1);
    co_await aio::yield_now();
    co_await aio::yield_now();
    EXPECT_EQ(calls, 1) << "the parent's handler still works";
  };
  aio::run(amain);
}

// S-36, R-27
TEST(Fork, ChildHasItsOwnInterrupts) {
  auto amain = []() -> aio::Coro<> {
    EXPECT_TRUE(died_of(in_child([] { return raise(SIGINT), true; }), SIGINT));
    EXPECT_EQ(in_child([] {
                auto interrupted = []() -> aio::Coro<> {
                  raise(SIGINT);
                  co_await forever();
                };
                try {
                  aio::run(interrupted);
                } catch (const aio::KeyboardInterrupt&) {
                  return true;
                }
                return false;
              }),
              0);
    co_await aio::yield_now();
  };
  aio::run(amain);
}

//
TEST(Fork, InheritedLoopRefusesToRun) {
  const std::string refusal = "This event loop belongs to the parent process: make one after fork()";
  aio::EventLoop loop;
  int pipes[2];
  ASSERT_EQ(pipe(pipes), 0);
  loop.add_reader(pipes[0], [] {});
  EXPECT_EQ(in_child([&] {
              if (message_of<aio::RuntimeError>([&] { return loop.run_until_complete(loop.create_future<int>()); }) !=
                  refusal)
                return false;
              if (message_of<aio::RuntimeError>([&]() -> int { return loop.add_writer(pipes[1], [] {}), 0; }) !=
                  refusal)
                return false;
              loop.remove_reader(pipes[0]);  // takes nothing from the parent
              loop.close();
              return true;
            }),
            0);
  bool readable = false;
  loop.add_reader(pipes[0], [&] { readable = true, loop.stop(); });
  ASSERT_EQ(write(pipes[1], "x", 1), 1);
  loop.run_forever();
  EXPECT_TRUE(readable);
  loop.close();
  ::close(pipes[0]);
  ::close(pipes[1]);
}

/// Forks while its loop sleeps; the child then posts to its copy of the loop.
class ForkingPoller final : public aio::Poller {
 public:
  void watch(int, unsigned) override {}
  void wait(std::optional<aio::Duration>, std::vector<Ready>&) override {
    status = in_child([this] {
      loop->call_soon_threadsafe([] {});
      return wakes == 0;
    });
    loop->call_soon_threadsafe([this] { loop->stop(); });
  }
  void wake() noexcept override { ++wakes; }
  aio::EventLoop* loop = nullptr;
  int wakes = 0;
  int status = -1;
};

//
TEST(Fork, ChildDoesNotWakeItsParent) {
  auto owned = std::make_unique<ForkingPoller>();
  ForkingPoller& poller = *owned;
  aio::EventLoop loop(std::move(owned));
  poller.loop = &loop;
  loop.run_forever();
  EXPECT_EQ(poller.status, 0);
  EXPECT_EQ(poller.wakes, 1) << "the parent's own";
  loop.close();
}

}  // namespace
