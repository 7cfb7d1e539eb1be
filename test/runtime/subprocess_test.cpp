// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Other programs: section 9, subprocess.
#include "support.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <system_error>

namespace {
using namespace aio_test;
using Strings = std::vector<std::string>;

template <class... Words>  // g++ 12 has no braces in an awaiting expression
Strings words(Words... each) {
  Strings list;
  (list.emplace_back(each), ...);
  return list;
}
Strings sh(const char* script) { return words("sh", "-c", script); }
aio::Coro<aio::Process> start(const char* script) { return aio::create_subprocess_exec(sh(script)); }
aio::Coro<aio::Process> start(const char* script, const aio::SubprocessOptions& options) {
  return aio::create_subprocess_exec(sh(script), options);
}
/// The code of the std::system_error that `fn` throws.
template <class F>
int code_of(F&& fn) {
  try {
    (void)fn();
  } catch (const std::system_error& error) {
    return error.code().value();
  }
  return 0;
}
bool exists(int pid) { return kill(pid, 0) == 0; }

/// Both ways to learn of a child's end.
class Subprocess : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override { aio::detail::watch_children_with_threads(GetParam()); }
  void TearDown() override { aio::detail::watch_children_with_threads(false); }
};
INSTANTIATE_TEST_SUITE_P(Ways, Subprocess, testing::Values(false, true),
                         [](const auto& info) { return info.param ? "Thread" : "Pidfd"; });

TEST_P(Subprocess, GivesItsExitStatus) {
  auto amain = []() -> aio::Coro<> {
    aio::Process three = co_await start("exit 3");
    EXPECT_GT(three.pid(), 0);
    EXPECT_FALSE(three.returncode());
    EXPECT_EQ(co_await three.wait(), 3);
    EXPECT_EQ(three.returncode(), 3);
    EXPECT_EQ(co_await three.wait(), 3);
    aio::Process zero = co_await aio::create_subprocess_exec(words("true"));
    auto one = aio::create_task(zero.wait());
    auto two = aio::create_task(zero.wait());
    EXPECT_EQ(co_await one + co_await two, 0);
    struct sigaction action;
    sigaction(SIGCHLD, nullptr, &action);
    EXPECT_EQ(action.sa_handler, SIG_DFL) << "reaped without a handler";
  };
  const int before = open_descriptors();
  aio::run(amain);
  EXPECT_EQ(open_descriptors(), before);
}

TEST_P(Subprocess, TakesInputAndGivesBothOutputs) {
  auto amain = []() -> aio::Coro<> {
    aio::Process process = co_await start("read line; echo \"got $line\"; echo oops >&2; exit 4");
    auto [out, err] = co_await process.communicate("hello\n");
    EXPECT_EQ(out, "got hello\n");
    EXPECT_EQ(err, "oops\n");
    EXPECT_EQ(process.returncode(), 4);
  };
  aio::run(amain);
}

TEST_P(Subprocess, PassesBigInputsWithoutADeadlock) {
  auto amain = []() -> aio::Coro<> {
    std::string big(5 << 20, 'x');
    big.back() = 'y';
    aio::Process process = co_await start("tee /dev/stderr");
    auto [out, err] = co_await process.communicate(big);
    EXPECT_TRUE(out == big);
    EXPECT_TRUE(err == big);
    EXPECT_EQ(process.returncode(), 0);
  };
  aio::run(amain);
}

TEST_P(Subprocess, IsStoppedBySignals) {
  auto amain = []() -> aio::Coro<> {
    aio::Process first = co_await start("exec sleep 60");
    aio::Process second = co_await start("exec sleep 60");
    aio::Process third = co_await start("exec sleep 60");
    first.terminate();
    second.kill();
    EXPECT_EQ(code_of([&] { return third.send_signal(-1), 0; }), EINVAL);
    EXPECT_EQ(co_await first.wait(), -SIGTERM);
    EXPECT_EQ(co_await second.wait(), -SIGKILL);
    third.send_signal(SIGUSR1);
    EXPECT_EQ(co_await third.wait(), -SIGUSR1);
    EXPECT_EQ(code_of([&] { return first.terminate(), 0; }), ESRCH);
  };
  aio::run(amain);
}

TEST_P(Subprocess, RunsOnWhenItsWaitIsCancelled) {
  auto amain = []() -> aio::Coro<> {
    aio::Process process = co_await start("echo early; read line; echo $line; exit 5");
    auto waiting = aio::create_task(process.wait());
    co_await aio::sleep(10ms);
    waiting.cancel();
    auto cancelled = co_await aio::settle(waiting);
    EXPECT_TRUE(waiting.cancelled());
    auto talking = aio::create_task(process.communicate("late\n"));
    co_await aio::yield_now();
    auto second = co_await aio::settle(process.communicate());
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return second.value(); }),
              "communicate() is already running for this process");
    talking.cancel();
    co_await aio::settle(talking);
    EXPECT_TRUE(talking.cancelled());
    auto [out, err] = co_await process.communicate();
    EXPECT_EQ(out, "early\nlate\n") << "nothing is lost";
    EXPECT_EQ(co_await process.wait(), 5);
  };
  aio::run(amain);
}

TEST_P(Subprocess, IsReapedWhenItsHandleWasDropped) {
  auto amain = []() -> aio::Coro<> {
    const int before = open_descriptors();
    int pid = 0;
    {
      aio::Process process = co_await aio::create_subprocess_exec(words("true"));
      pid = process.pid();
    }
    while (exists(pid)) co_await aio::sleep(1ms);
    co_await aio::yield_now();
    EXPECT_EQ(open_descriptors(), before);
  };
  aio::run(amain);
}

TEST_P(Subprocess, OutlivesALoopThatCloses) {
  WarningLog log;
  const int before = open_descriptors();
  int pid = 0;
  auto amain = [&]() -> aio::Coro<> {
    aio::Process process = co_await start("exec sleep 60");
    pid = process.pid();
    auto talking = aio::create_task(process.communicate(std::string(1 << 20, 'x')));
    co_await aio::yield_now();
    aio::get_running_loop().stop();
    co_await talking;
  };
  aio::EventLoop loop;
  EXPECT_THROW(loop.run_until_complete(amain()), aio::RuntimeError);
  loop.close();
  EXPECT_EQ(log.count("ResourceWarning: subprocess " + std::to_string(pid) + " is still running"), 1) << log.all();
  EXPECT_TRUE(exists(pid));
  kill(pid, SIGKILL);
  siginfo_t info;
  waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT);
  for (int patience = 0; patience < 1000 && open_descriptors() != before; ++patience) usleep(1000);  // the thread's end
  EXPECT_EQ(open_descriptors(), before);
  auto next = []() -> aio::Coro<int> {
    aio::Process process = co_await aio::create_subprocess_exec(words("true"));
    co_return co_await process.wait();
  };
  EXPECT_EQ(aio::run(next), 0);
  EXPECT_FALSE(exists(pid)) << "reaped when the next one was started";
}

TEST_P(Subprocess, RunsManyAtOnce) {
  auto amain = []() -> aio::Coro<> {
    auto one = [](int i) -> aio::Coro<int> {
      const std::string script = "cat; exit " + std::to_string(i);
      aio::Process process = co_await start(script.c_str());
      auto [out, err] = co_await process.communicate("text");
      EXPECT_EQ(out, "text");
      co_return *process.returncode();
    };
    std::vector<aio::Task<int>> tasks;
    for (int i = 0; i < 20; ++i) tasks.push_back(aio::create_task(one(i)));
    for (int i = 0; i < 20; ++i) EXPECT_EQ(co_await tasks[static_cast<std::size_t>(i)], i);
  };
  const int before = open_descriptors();
  aio::run(amain);
  for (int patience = 0; patience < 1000 && open_descriptors() != before; ++patience) usleep(1000);
  EXPECT_EQ(open_descriptors(), before);
}

TEST(SubprocessStart, SaysWhatIsWrong) {
  auto amain = []() -> aio::Coro<> {
    auto missing = co_await aio::settle(aio::create_subprocess_exec(words("no-such-program")));
    EXPECT_EQ(code_of([&] { return missing.value(); }), ENOENT);
    EXPECT_EQ(message_of<std::system_error>([&] { return missing.value(); }),
              "create_subprocess_exec 'no-such-program': No such file or directory");
    auto empty = co_await aio::settle(aio::create_subprocess_exec(Strings()));
    EXPECT_EQ(message_of<aio::ValueError>([&] { return empty.value(); }),
              "argv is empty: its first element names the program");
    Strings with_zero = words("echo");
    with_zero.push_back(std::string("a\0b", 3));
    auto zero = co_await aio::settle(aio::create_subprocess_exec(with_zero));
    EXPECT_EQ(message_of<aio::ValueError>([&] { return zero.value(); }), "embedded null byte");
    aio::SubprocessOptions nowhere;
    nowhere.cwd = "/no/such/folder";
    auto lost = co_await aio::settle(start("true", nowhere));
    EXPECT_EQ(code_of([&] { return lost.value(); }), ENOENT);
  };
  const int before = open_descriptors();
  aio::run(amain);
  EXPECT_EQ(open_descriptors(), before);
}

TEST(SubprocessStart, KillsTheChildThatItsLoopCannotWatch) {
  auto amain = []() -> aio::Coro<> {  // the manual clock watches no descriptors
    auto refused = co_await aio::settle(start("exec sleep 60"));
    EXPECT_EQ(message_of<std::logic_error>([&] { return refused.value(); }), "the manual clock watches no descriptors");
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "there is no child";
  };
  const int before = open_descriptors();
  run_manual(amain);
  EXPECT_EQ(open_descriptors(), before);
}

TEST(SubprocessPipes, MayBeIgnoredByTheChild) {
  auto amain = []() -> aio::Coro<> {
    aio::Process process = co_await aio::create_subprocess_exec(words("true"));
    auto [out, err] = co_await process.communicate(std::string(1 << 20, 'x'));  // EPIPE, and no SIGPIPE
    EXPECT_EQ(process.returncode(), 0);
    sigset_t pending;
    sigpending(&pending);
    EXPECT_FALSE(sigismember(&pending, SIGPIPE));
  };
  aio::run(amain);
}

TEST(SubprocessPipes, DoNotStopAChildThatIsOnlyWaitedFor) {
  auto amain = []() -> aio::Coro<> {
    aio::Process process = co_await start("head -c 1000000 /dev/zero; exit 6");
    EXPECT_EQ(co_await process.wait(), 6);
    auto [out, err] = co_await process.communicate();
    EXPECT_EQ(out.size(), 1000000u) << "kept for communicate()";
  };
  aio::run(amain);
}

TEST(SubprocessPipes, DoNotKeepWaitFromSeeingTheEnd) {
  auto amain = []() -> aio::Coro<> {
    aio::Process process = co_await start("sleep 5 & exit 8");  // the grandchild holds the pipes
    EXPECT_EQ(co_await process.wait(), 8);
    auto rest = aio::create_task(process.communicate());
    co_await aio::sleep(10ms);
    EXPECT_FALSE(rest.done());
    rest.cancel();
    co_await aio::settle(rest);
  };
  aio::run(amain);
}

TEST(SubprocessOptions, SetFolderEnvironmentAndStreams) {
  auto amain = []() -> aio::Coro<> {
    aio::SubprocessOptions options;
    options.cwd = "/";
    options.env = words("COLOR=blue");
    options.in = aio::Stdio::devnull;
    aio::Process process = co_await start("cat; pwd; echo $COLOR$HOME", options);
    auto [out, err] = co_await process.communicate("not for it");
    EXPECT_EQ(out, "/\nblue\n");
    aio::SubprocessOptions silent;
    silent.out = aio::Stdio::devnull;
    silent.err = aio::Stdio::inherit;
    aio::Process quiet = co_await start("echo unheard", silent);
    auto [nothing, none] = co_await quiet.communicate();
    EXPECT_EQ(nothing + none, "");
  };
  aio::run(amain);
}

TEST(SubprocessOptions, LeaveNoDescriptorToTheChild) {
  const int leaked = fcntl(STDERR_FILENO, F_DUPFD, 50);  // without close-on-exec
  auto amain = [leaked]() -> aio::Coro<> {
    const std::string script = "test ! -e /proc/self/fd/" + std::to_string(leaked);
    aio::Process process = co_await start(script.c_str());
    EXPECT_EQ(co_await process.wait(), 0);
  };
  aio::run(amain);
  close(leaked);
}

TEST(SubprocessOptions, WorkWhenTheStandardStreamsAreClosed) {
  const pid_t tester = fork();
  if (tester == 0) {
    for (const int fd : {0, 1, 2}) close(fd);
    auto amain = []() -> aio::Coro<bool> {
      aio::Process process = co_await start("cat; echo oops >&2");
      auto [out, err] = co_await process.communicate("text");
      co_return out == "text" && err == "oops\n";
    };
    _exit(aio::run(amain) ? 0 : 1);
  }
  int status = -1;
  waitpid(tester, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(SubprocessEnd, ReapedBySomebodyElseIsReportedAs255) {
  WarningLog log;
  auto amain = []() -> aio::Coro<> {
    aio::Process process = co_await start("exit 3");
    EXPECT_EQ(waitpid(process.pid(), nullptr, 0), process.pid());
    EXPECT_EQ(co_await process.wait(), 255);
  };
  aio::run(amain);
  EXPECT_EQ(log.count("exit status already read by somebody else, reported as 255"), 1) << log.all();
}

// B-07
TEST(SubprocessEnd, BelongsToOneLoop) {
  WarningLog log;
  std::optional<aio::Process> process;
  auto make = [&]() -> aio::Coro<> { process = co_await start("exec sleep 60"); };
  aio::run(make);
  const std::string refusal = "Process is bound to a different event loop";
  EXPECT_EQ(message_of<aio::WrongLoopError>([&] { return aio::run([&] { return process->wait(); }); }), refusal);
  EXPECT_EQ(message_of<aio::WrongLoopError>([&] { return aio::run([&] { return process->communicate(); }); }), refusal);
  process->kill();
  siginfo_t info;
  waitid(P_PID, static_cast<id_t>(process->pid()), &info, WEXITED | WNOWAIT);
  process.reset();  // reaps it
  EXPECT_EQ(log.size(), 0u) << log.all();
}

}  // namespace
