// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What every Poller promises (aio/poller.h), on the backend of this run, and how a backend is chosen.
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <set>
#include <string>
#include <system_error>
#include <thread>

#include "backends/backends.h"
#include "descriptors.h"
#include "support.h"

using namespace aio_test;
using aio::Poller;

namespace {

constexpr unsigned both = Poller::read | Poller::write;

/// The poller of this run, and what it says.
struct Backend {
  std::unique_ptr<Poller> poller = aio::detail::make_default_poller();
  /// What is ready on `fd` at once; waits may return early, so a few are made.
  unsigned now(int fd) {
    unsigned seen = 0;
    for (int i = 0; i < 4; ++i) {
      for (const Poller::Ready& ready : wait(0ns))
        if (ready.fd == fd) seen |= ready.events & both;
      if (seen) break;
    }
    return seen;
  }
  std::vector<Poller::Ready> wait(std::optional<aio::Duration> timeout) {
    std::vector<Poller::Ready> ready;
    poller->wait(timeout, ready);
    return ready;
  }
  /// Sleeps until something is ready on `fd`.
  unsigned next(int fd) {
    for (;;)
      for (const Poller::Ready& ready : wait(std::nullopt))
        if (ready.fd == fd) return ready.events & both;
  }
};

int code_of(std::unique_ptr<Poller>& poller, int fd) {
  try {
    poller->watch(fd, Poller::read);
  } catch (const std::system_error& error) {
    return error.code().value();
  }
  return 0;
}

bool is_at_end(int fd) {
  char byte;
  return recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
}

/// The value of an environment variable, for the time of a scope.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) before_ = old;
    setenv(name, value, 1);
  }
  ~Environment() { before_ ? setenv(name_, before_->c_str(), 1) : unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> before_;
};

/// Ends a forked child with 0 when `fn` gives true.
template <class F>
int status_in_child(F&& fn) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    bool good = false;
    try {
      good = fn();
    } catch (...) {
    }
    _exit(good ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

TEST(Backend, ReportsAsLongAsItIsReady) {
  Backend backend;
  DescriptorPair pair;
  backend.poller->watch(pair.a, Poller::read);
  EXPECT_EQ(backend.now(pair.a), 0u);
  pair.write_b("x");
  EXPECT_EQ(backend.next(pair.a), Poller::read);
  EXPECT_EQ(backend.next(pair.a), Poller::read);
  pair.read_a();
  EXPECT_EQ(backend.now(pair.a), 0u);
  pair.write_b("y");
  EXPECT_EQ(backend.next(pair.a), Poller::read);
}

TEST(Backend, WatchesWhatItWasToldLast) {
  Backend backend;
  DescriptorPair pair;
  pair.write_b("x");
  backend.poller->watch(pair.a, Poller::read);
  EXPECT_EQ(backend.now(pair.a), Poller::read);
  backend.poller->watch(pair.a, Poller::write);
  EXPECT_EQ(backend.now(pair.a), Poller::write);
  backend.poller->watch(pair.a, both);
  EXPECT_EQ(backend.now(pair.a), both);
  backend.poller->watch(pair.a, 0);
  EXPECT_EQ(backend.now(pair.a), 0u);
  backend.poller->watch(pair.a, Poller::read);
  EXPECT_EQ(backend.now(pair.a), Poller::read);
}

TEST(Backend, RefusesWhatCannotBeWaitedFor) {
  Backend backend;
  EXPECT_EQ(code_of(backend.poller, -1), EBADF);
  EXPECT_EQ(code_of(backend.poller, 19999), EBADF);
  const int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(code_of(backend.poller, file), EPERM);
  close(file);
}

TEST(Backend, ReportsAHangUpInBothDirections) {
  Backend backend;
  DescriptorPair pair;
  char byte = 0;
  while (send(pair.a, &byte, 1, MSG_DONTWAIT) == 1) {
  }
  backend.poller->watch(pair.a, both);
  EXPECT_EQ(backend.now(pair.a), 0u);
  pair.close_b();
  EXPECT_EQ(backend.next(pair.a), both);
}

TEST(Backend, IsWokenFromAThreadAndBeforehand) {
  Backend backend;
  for (int round = 0; round < 100; ++round) {
    backend.poller->wake();
    backend.wait(std::nullopt);  // would sleep for ever
    std::thread waker([&] { backend.poller->wake(); });
    backend.wait(std::nullopt);
    waker.join();
  }
  backend.poller->wake();
  backend.poller->wake();
  const auto begin = std::chrono::steady_clock::now();
  for (aio::Duration slept{}; slept < 2ms; slept = std::chrono::steady_clock::now() - begin) backend.wait(2ms - slept);
  EXPECT_TRUE(backend.wait(0ns).empty()) << "wake-ups are not descriptors";
}

TEST(Backend, SurvivesSignalsOfOthers) {
  Backend backend;
  DescriptorPair pair;
  backend.poller->watch(pair.a, Poller::read);
  struct sigaction change = {}, before = {};
  change.sa_handler = [](int) {};  // no SA_RESTART: waits end with EINTR
  sigaction(SIGUSR2, &change, &before);
  const pthread_t self = pthread_self();
  std::thread disturber([&] {
    for (int i = 0; i < 50; ++i) {
      pthread_kill(self, SIGUSR2);
      std::this_thread::yield();
    }
    pair.write_b("x");
  });
  EXPECT_EQ(backend.next(pair.a), Poller::read);
  disturber.join();
  sigaction(SIGUSR2, &before, nullptr);
}

TEST(Backend, ForgetsADescriptorThatWasClosedBehindItsBack) {
  Backend backend;
  DescriptorPair pair;
  pair.write_b("x");
  backend.poller->watch(pair.a, Poller::read);
  EXPECT_EQ(backend.now(pair.a), Poller::read);
  pair.close_a();
  EXPECT_EQ(backend.now(pair.a), 0u);
  backend.poller->watch(pair.b, Poller::read);
  pair.close_b();  // never waited for
  backend.wait(0ns);
}

TEST(Backend, WatchesAnotherFileUnderTheSameNumber) {
  Backend backend;
  DescriptorPair first, second;
  backend.poller->watch(first.a, Poller::read);
  EXPECT_EQ(backend.now(first.a), 0u);
  ASSERT_EQ(dup2(second.a, first.a), first.a);
  second.write_b("x");
  backend.poller->watch(first.a, Poller::read);
  EXPECT_EQ(backend.next(first.a), Poller::read);
}

TEST(Backend, LetsGoOfTheFileWhenItIsForgotten) {
  Backend backend;
  DescriptorPair pair;
  backend.poller->watch(pair.a, Poller::read);
  EXPECT_EQ(backend.now(pair.a), 0u);
  backend.poller->watch(pair.a, 0);
  pair.close_a();
  EXPECT_TRUE(is_at_end(pair.b)) << "the peer sees the end at once";
}

TEST(Backend, LetsGoOfAllFilesWhenItEnds) {
  auto backend = std::make_unique<Backend>();
  DescriptorPair pair;
  backend->poller->watch(pair.a, Poller::read);
  EXPECT_EQ(backend->now(pair.a), 0u);
  pair.close_a();
  backend.reset();
  EXPECT_TRUE(is_at_end(pair.b));
}

TEST(Backend, LeavesNoDescriptorBehind) {
  {
    Backend warm_up;
  }  // libuv keeps a pipe of its own for signals
  const int before = open_descriptors();
  for (int i = 0; i < 100; ++i) {
    Backend backend;
    DescriptorPair pair;
    backend.poller->watch(pair.a, both);
    backend.wait(0ns);
  }
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Backend, WatchesMoreThanTheQueuesOfTheKernelHold) {
  constexpr std::size_t many = 3000;
  Backend backend;
  const int counter = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
  std::vector<int> descriptors;
  for (std::size_t i = 0; i < many; ++i) {
    descriptors.push_back(fcntl(counter, F_DUPFD_CLOEXEC, 0));
    ASSERT_GE(descriptors.back(), 0) << "ulimit -n is too low for this test";
    backend.poller->watch(descriptors.back(), Poller::read);
  }
  for (int round = 0; round < 2; ++round) {  // level-triggered: all of them twice
    std::set<int> seen;
    for (int turn = 0; turn < 1000 && seen.size() < many; ++turn)
      for (const Poller::Ready& ready : backend.wait(0ns)) seen.insert(ready.fd);
    EXPECT_EQ(seen.size(), many);
  }
  std::uint64_t value;
  ASSERT_EQ(read(counter, &value, sizeof value), 8);
  for (const int fd : descriptors) {
    backend.poller->watch(fd, 0);
    close(fd);
  }
  close(counter);
  for (int turn = 0; turn < 100; ++turn) EXPECT_TRUE(backend.wait(0ns).empty());
}

TEST(Backend, MayMoveToAnotherThreadBetweenWaits) {
  Backend backend;
  DescriptorPair pair;
  backend.poller->watch(pair.a, Poller::read);
  EXPECT_EQ(backend.now(pair.a), 0u);
  std::thread([&] {
    pair.write_b("x");
    EXPECT_EQ(backend.next(pair.a), Poller::read);
    pair.read_a();
    EXPECT_EQ(backend.now(pair.a), 0u);
  }).join();
  pair.write_b("y");
  EXPECT_EQ(backend.next(pair.a), Poller::read);
}

TEST(Backend, SurvivesAForkWhateverTheChildDoes) {
  auto backend = std::make_unique<Backend>();
  DescriptorPair pair;
  backend->poller->watch(pair.a, Poller::read);
  EXPECT_EQ(backend->now(pair.a), 0u);
  const int status = status_in_child([&] {
    backend.reset();
    Backend fresh;
    DescriptorPair own;
    fresh.poller->watch(own.a, Poller::read);
    own.write_b("x");
    return fresh.next(own.a) == Poller::read && aio::run(answer()) == 42;
  });
  EXPECT_EQ(status, 0);
  pair.write_b("x");
  EXPECT_EQ(backend->next(pair.a), Poller::read) << "the child has taken it out of the parent's";
}

TEST(Backend, IsChosenByTheEnvironment) {
  for (const char* name : {"epoll", "io_uring", "uv"}) {
    const Environment set("AIO_BACKEND", name);
    try {
      EXPECT_EQ(aio::run(answer()), 42) << name;
    } catch (const aio::ValueError& error) {  // built without
      EXPECT_STREQ(error.what(), "AIO_BACKEND is 'uv'; this program has epoll, io_uring");
    } catch (const std::system_error& error) {
      EXPECT_FALSE(aio::io_uring::available()) << name << error.what();
    }
  }
}

TEST(Backend, MustBeKnown) {
  const WarningLog log;  // the coroutine that could not be run
  const Environment set("AIO_BACKEND", "kqueue");
  EXPECT_EQ(message_of<aio::ValueError>([] {
              return aio::new_event_loop();
            }).find("AIO_BACKEND is 'kqueue'; this program has epoll, io_uring"),
            0u);
  EXPECT_EQ(message_of<aio::ValueError>([] { return aio::run(answer()); }).find("AIO_BACKEND is 'kqueue'"), 0u);
  EXPECT_EQ(aio::run(answer(), {.loop_factory = aio::epoll::new_event_loop}), 42) << "a factory asks nobody";
}

namespace {

/// From now on io_uring_setup() gives `error` in this process.
void refuse_io_uring(int error) {
  std::array<sock_filter, 4> program{{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(error)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) _exit(3);
}

/// In a process of its own, which must not have asked before.
[[noreturn]] void run_where_io_uring_is_refused(int error) {
  unsetenv("AIO_BACKEND");
  refuse_io_uring(error);
  int code = 0;
  try {
    aio::io_uring::new_event_loop()->close();
  } catch (const std::system_error& refused) {
    code = refused.code().value();
  }
  const aio::LoopFactory factory = [] {
    return aio::io_uring::available() ? aio::io_uring::new_event_loop() : aio::epoll::new_event_loop();
  };
  const bool good =
      !aio::io_uring::available() && aio::run(answer()) == 42 && aio::run(answer(), {.loop_factory = factory}) == 42;
  _exit(!good ? 1 : code == error || code == ENOSYS ? 0 : 2);
}

}  // namespace

TEST(BackendDeathTest, FallsBackWhereIoUringIsRefused) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // a fresh process, so that nothing was cached
  if (const char* backend = std::getenv("AIO_BACKEND"); backend && std::string(backend) == "io_uring")
    GTEST_SKIP() << "main() has asked already";
  EXPECT_EXIT(run_where_io_uring_is_refused(EPERM), testing::ExitedWithCode(0), "");
  EXPECT_EXIT(run_where_io_uring_is_refused(ENOSYS), testing::ExitedWithCode(0), "");
}
