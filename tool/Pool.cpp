// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Pool.h"
#include "Arguments.h"
#include "Cache.h"
#include "Files.h"
#include "Key.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace asynctidy::tool {

using Clock = std::chrono::steady_clock;
namespace fs = llvm::sys::fs;

namespace {

struct Worker {
  pid_t Process = -1;
  size_t Unit = 0;
  Clock::time_point Deadline;
  bool OutOfTime = false;
};

class Pool {
public:
  Pool(const std::vector<UnitCommand> &Units, const std::string &Root,
       const ConfigWords &Config, const PoolWords &Words)
      : Units(Units), Root(Root), Config(Config), Words(Words),
        Results(Units.size()) {}

  llvm::Expected<std::vector<UnitResult>> run();

private:
  llvm::Error lookUp();
  llvm::Error work();
  void keep(size_t Unit, llvm::StringRef Text);
  llvm::Error start(size_t Unit);
  void reap();
  void waitForNews();
  void finish(const Worker &Done, int Status);
  void stopAll();
  void showProgress(const std::string &File);
  std::string resultPath(size_t Unit) const {
    return Folder.path(llvm::Twine(Unit) + ".json");
  }

  const std::vector<UnitCommand> &Units;
  const std::string &Root;
  const ConfigWords &Config;
  const PoolWords &Words;
  std::vector<UnitResult> Results;
  std::vector<std::string> Keys; ///< of the units; none without a cache
  std::string ResourceDir;
  std::vector<size_t> Waiting; ///< units to analyse
  std::vector<Worker> Running;
  TemporaryFolder Folder;
  size_t Finished = 0;
  sigset_t Watched, Before;
};

} // namespace

llvm::Error Pool::start(size_t Unit) {
  std::vector<std::string> Line = {"async-tidy",
                                   "unit",
                                   "--result=" + resultPath(Unit),
                                   "--root=" + Root,
                                   "--directory=" + Units[Unit].Directory,
                                   "--worker-of=" + std::to_string(getpid())};
  if (Words.Kept)
    Line.push_back("--inputs=" + resultPath(Unit) + ".inputs");
  for (std::string &Word : Config.toArguments())
    Line.push_back(std::move(Word));
  Line.push_back(Units[Unit].File);
  Line.push_back("--");
  Line.insert(Line.end(), Units[Unit].Arguments.begin(),
              Units[Unit].Arguments.end());
  std::vector<char *> Pointers;
  for (std::string &Word : Line)
    Pointers.push_back(Word.data());
  Pointers.push_back(nullptr);

  posix_spawn_file_actions_t Files;
  posix_spawn_file_actions_init(&Files);
  posix_spawn_file_actions_addopen(&Files, 0, "/dev/null", O_RDONLY, 0);
  std::string Said = resultPath(Unit) + ".said";
  posix_spawn_file_actions_addopen(&Files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&Files, 2, Said.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawnattr_t Attributes;
  posix_spawnattr_init(&Attributes);
  posix_spawnattr_setflags(&Attributes, POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigmask(&Attributes, &Before);

  Worker Fresh;
  Fresh.Unit = Unit;
  Fresh.Deadline = Clock::now() + std::chrono::seconds(Words.Timeout);
  int Failed = posix_spawn(&Fresh.Process, ownProgram().c_str(), &Files,
                           &Attributes, Pointers.data(), environ);
  posix_spawn_file_actions_destroy(&Files);
  posix_spawnattr_destroy(&Attributes);
  if (Failed)
    return llvm::createStringError(
        std::error_code(Failed, std::generic_category()),
        "no worker process can be started for '%s': %s",
        Units[Unit].File.c_str(), strerror(Failed));
  Running.push_back(Fresh);
  return llvm::Error::success();
}

/// What the worker itself said last, when it ended without a result.
static std::string lastWords(const std::string &Path) {
  auto Text = llvm::MemoryBuffer::getFile(Path);
  if (!Text)
    return "";
  llvm::StringRef Line = (*Text)->getBuffer().rtrim().rsplit('\n').second;
  if (Line.empty())
    Line = (*Text)->getBuffer().rtrim();
  Line.consume_front("async-tidy: error: ");
  return Line.str();
}

void Pool::finish(const Worker &Done, int Status) {
  UnitResult &Result = Results[Done.Unit];
  std::string Path = resultPath(Done.Unit);
  auto Fail = [&](const llvm::Twine &Reason) {
    Result = UnitResult();
    Result.File = relativeTo(Root, Units[Done.Unit].File);
    Result.Failed = Reason.str();
  };
  if (Done.OutOfTime) {
    Fail("ran out of time (" + llvm::Twine(Words.Timeout) + " s)");
  } else if (WIFSIGNALED(Status)) {
    Fail("crashed (signal " + llvm::Twine(WTERMSIG(Status)) + ")");
  } else if (auto Text = llvm::MemoryBuffer::getFile(Path); !Text) {
    std::string Said = lastWords(Path + ".said");
    Fail(Said.empty()
             ? "ended with status " + std::to_string(WEXITSTATUS(Status)) +
                   " and without a result"
             : Said);
  } else if (auto Parsed = parseResult((*Text)->getBuffer()); !Parsed) {
    Fail("left an unreadable result: " + llvm::toString(Parsed.takeError()));
  } else {
    Result = std::move(*Parsed);
    keep(Done.Unit, (*Text)->getBuffer());
  }
  for (const char *Ending : {"", ".said", ".inputs"})
    fs::remove(Path + Ending);
  ++Finished;
  showProgress(relativeTo(Root, Units[Done.Unit].File));
}

/// What failed is looked at anew each time: the reason may be of the moment.
void Pool::keep(size_t Unit, llvm::StringRef Text) {
  if (!Words.Kept || Results[Unit].Failed)
    return;
  auto Asked = llvm::MemoryBuffer::getFile(resultPath(Unit) + ".inputs");
  if (!Asked)
    return;
  auto Parsed = Inputs::parse((*Asked)->getBuffer());
  if (!Parsed)
    return llvm::consumeError(Parsed.takeError());
  // The configuration may have changed since the run began.
  if (KeyMaker(Config, Root, ResourceDir).keyOf(Units[Unit]) == Keys[Unit])
    Words.Kept->keep(Keys[Unit], Root, *Parsed, Text);
}

void Pool::showProgress(const std::string &File) {
  if (!Words.Progress)
    return;
  // \033[K clears what a longer name left.
  llvm::errs() << "\r[" << Finished << '/' << Units.size() << "] "
               << llvm::StringRef(File).take_back(60) << "\033[K";
  if (Finished == Units.size())
    llvm::errs() << "\r\033[K";
}

void Pool::reap() {
  for (size_t Index = 0; Index < Running.size();) {
    Worker &One = Running[Index];
    int Status = 0;
    if (waitpid(One.Process, &Status, WNOHANG) == One.Process) {
      Worker Done = One;
      Running.erase(Running.begin() + Index);
      finish(Done, Status);
      continue;
    }
    if (!One.OutOfTime && Clock::now() >= One.Deadline) {
      One.OutOfTime = true;
      kill(One.Process, SIGKILL);
    }
    ++Index;
  }
}

void Pool::stopAll() {
  for (const Worker &One : Running)
    kill(One.Process, SIGKILL);
  for (const Worker &One : Running)
    waitpid(One.Process, nullptr, 0);
  Running.clear();
}

/// Until a worker ends, a deadline passes, or somebody interrupts us.
void Pool::waitForNews() {
  Clock::time_point Next = Clock::now() + std::chrono::seconds(60);
  for (const Worker &One : Running)
    if (!One.OutOfTime)
      Next = std::min(Next, One.Deadline);
  auto Left = std::max(std::chrono::nanoseconds(Next - Clock::now()),
                       std::chrono::nanoseconds(0));
  timespec Wait = {static_cast<time_t>(Left.count() / 1'000'000'000),
                   static_cast<long>(Left.count() % 1'000'000'000)};
  int Signal = sigtimedwait(&Watched, nullptr, &Wait);
  if (Signal != SIGINT && Signal != SIGTERM && Signal != SIGHUP)
    return;
  stopAll();
  Folder.remove();
  if (Words.CleanUp)
    Words.CleanUp();
  sigprocmask(SIG_SETMASK, &Before, nullptr);
  signal(Signal, SIG_DFL);
  raise(Signal);
}

llvm::Expected<std::vector<UnitResult>> Pool::run() {
  if (llvm::Error Failed = Folder.make())
    return Failed;
  sigemptyset(&Watched);
  for (int Signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP})
    sigaddset(&Watched, Signal);
  sigprocmask(SIG_BLOCK, &Watched, &Before);
  llvm::Error Failed = lookUp();
  if (!Failed)
    Failed = work();
  stopAll();
  sigprocmask(SIG_SETMASK, &Before, nullptr);
  if (Failed)
    return Failed;
  return std::move(Results);
}

/// Takes what the cache knows; the rest waits for a worker.
llvm::Error Pool::lookUp() {
  if (Words.Kept) {
    auto Found = findResourceDir();
    if (!Found)
      return Found.takeError();
    ResourceDir = *Found;
    KeyMaker Maker(Config, Root, ResourceDir);
    Answerer Disk;
    for (size_t Unit = 0; Unit < Units.size(); ++Unit) {
      Keys.push_back(Maker.keyOf(Units[Unit]));
      if (auto Known = Words.Kept->find(Keys.back(), Root, Disk)) {
        Results[Unit] = std::move(*Known);
        ++Finished;
      } else
        Waiting.push_back(Unit);
    }
  } else
    for (size_t Unit = 0; Unit < Units.size(); ++Unit)
      Waiting.push_back(Unit);
  return llvm::Error::success();
}

llvm::Error Pool::work() {
  size_t Jobs = Words.Jobs
                    ? Words.Jobs
                    : llvm::hardware_concurrency().compute_thread_count();
  size_t Next = 0;
  while (Finished < Units.size()) {
    while (Running.size() < Jobs && Next < Waiting.size())
      if (llvm::Error Failed = start(Waiting[Next++]))
        return Failed;
    waitForNews();
    reap();
  }
  return llvm::Error::success();
}

llvm::Expected<std::vector<UnitResult>>
analyseAll(const std::vector<UnitCommand> &Units, const std::string &Root,
           const ConfigWords &Config, const PoolWords &Words) {
  PoolWords Own = Words;
  // What is in the place of a file is no input that the cache knows.
  if (Config.Overlay)
    Own.Kept = nullptr;
  return Pool(Units, Root, Config, Own).run();
}

} // namespace asynctidy::tool
