// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Pool.h"
#include "Arguments.h"
#include "Cache.h"
#include "Files.h"
#include "Key.h"
#include "Preamble.h"
#include "Worker.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <csignal>
#include <sys/wait.h>

namespace asynctidy::tool {

using Clock = std::chrono::steady_clock;

namespace {

struct Worker {
  pid_t Process = -1;
  size_t Unit = 0;
  Clock::time_point Deadline;
  bool OutOfTime = false;
  bool HasPreamble = false;
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
  std::string keyOf(size_t Unit, KeyMaker &Maker) const;
  void keep(size_t Unit);
  void shareBeginnings();
  void orderBy(const Beginnings &Shared);
  std::string preambleOf(size_t Unit) const;
  llvm::Error start(size_t Unit, bool WithPreamble = true);
  llvm::Error reap();
  void waitForNews();
  void finish(const Worker &Done, int Status);
  void stopAll();
  void showProgress(const std::string &File);
  size_t jobs() const;
  WorkerWords wordsOf(size_t Unit, bool WithPreamble = false) const;

  const std::vector<UnitCommand> &Units;
  const std::string &Root;
  const ConfigWords &Config;
  const PoolWords &Words;
  std::vector<UnitResult> Results;
  std::vector<std::string> Keys; ///< of the units; none without a cache
  std::string ResourceDir;
  std::vector<size_t> Waiting;       ///< units to analyse
  std::vector<size_t> PreambleOf;    ///< by unit: an index, or none
  std::vector<size_t> PreambleUsers; ///< by preamble: units that may want it
  std::vector<Worker> Running;
  TemporaryFolder Folder;
  size_t Finished = 0;
  sigset_t Watched, Before;
};

} // namespace

WorkerWords Pool::wordsOf(size_t Unit, bool WithPreamble) const {
  WorkerWords Its{Units[Unit],      Root,
                  Config,           Folder.path(llvm::Twine(Unit) + ".json"),
                  /*Inputs=*/"",
                  /*DepFile=*/"",
                  /*DepTarget=*/"", Words.Saved,
                  Words.Memory};
  if (Words.Kept)
    Its.Inputs = Its.Result + ".inputs";
  if (WithPreamble)
    Its.Saved.Preamble = preambleOf(Unit);
  return Its;
}

size_t Pool::jobs() const {
  return Words.Jobs ? Words.Jobs
                    : llvm::hardware_concurrency().compute_thread_count();
}

std::string Pool::preambleOf(size_t Unit) const {
  if (Unit >= PreambleOf.size() || PreambleOf[Unit] == Beginnings::None)
    return "";
  return Folder.path("preamble-" + llvm::Twine(PreambleOf[Unit]) +
                     llvm::sys::path::extension(Units[Unit].File));
}

llvm::Error Pool::start(size_t Unit, bool WithPreamble) {
  Worker Fresh;
  Fresh.Unit = Unit;
  Fresh.Deadline = Clock::now() + std::chrono::seconds(Words.Timeout);
  WorkerWords Its = wordsOf(Unit, WithPreamble);
  Fresh.HasPreamble = !Its.Saved.Preamble.empty();
  auto Process = startWorker(Its, Before);
  if (!Process)
    return Process.takeError();
  Fresh.Process = *Process;
  Running.push_back(Fresh);
  return llvm::Error::success();
}

void Pool::finish(const Worker &Done, int Status) {
  WorkerWords Its = wordsOf(Done.Unit);
  UnitResult &Result = Results[Done.Unit];
  if (Done.OutOfTime)
    Result = failedUnit(Its, "ran out of time (" + llvm::Twine(Words.Timeout) +
                                 " s)");
  else
    Result = finishWorker(Its, Status);
  keep(Done.Unit);
  removeFiles(Its);
  if (std::string File = preambleOf(Done.Unit);
      !File.empty() && --PreambleUsers[PreambleOf[Done.Unit]] == 0)
    removePreamble(File);
  ++Finished;
  showProgress(relativeTo(Root, Units[Done.Unit].File));
}

std::string Pool::keyOf(size_t Unit, KeyMaker &Maker) const {
  return Maker.keyOf(Units[Unit]) + (Words.Saved.Bodies ? "" : " all bodies");
}

/// What failed is looked at anew each time: the reason may be of the moment.
void Pool::keep(size_t Unit) {
  if (!Words.Kept || Results[Unit].Failed)
    return;
  WorkerWords Its = wordsOf(Unit);
  auto Text = llvm::MemoryBuffer::getFile(Its.Result);
  auto Asked = llvm::MemoryBuffer::getFile(Its.Inputs);
  if (!Text || !Asked)
    return;
  auto Parsed = Inputs::parse((*Asked)->getBuffer());
  if (!Parsed)
    return llvm::consumeError(Parsed.takeError());
  // The configuration may have changed since the run began.
  KeyMaker Maker(Config, Root, ResourceDir);
  if (keyOf(Unit, Maker) == Keys[Unit])
    Words.Kept->keep(Keys[Unit] + (Results[Unit].Skipped ? " scan" : ""), Root,
                     *Parsed, (*Text)->getBuffer());
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

llvm::Error Pool::reap() {
  for (size_t Index = 0; Index < Running.size();) {
    Worker &One = Running[Index];
    int Status = 0;
    if (waitpid(One.Process, &Status, WNOHANG) == One.Process) {
      Worker Done = One;
      Running.erase(Running.begin() + Index);
      // What a preamble does to a unit counts only when it does it well.
      if (WIFSIGNALED(Status) && Done.HasPreamble && !Done.OutOfTime) {
        if (llvm::Error Failed = start(Done.Unit, /*WithPreamble=*/false))
          return Failed;
      } else {
        finish(Done, Status);
      }
      continue;
    }
    if (!One.OutOfTime && Clock::now() >= One.Deadline) {
      One.OutOfTime = true;
      kill(One.Process, SIGKILL);
    }
    ++Index;
  }
  return llvm::Error::success();
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
      Keys.push_back(keyOf(Unit, Maker));
      auto Known = Words.Kept->find(Keys.back(), Root, Disk);
      if (!Known && Words.Saved.Scan)
        Known = Words.Kept->find(Keys.back() + " scan", Root, Disk);
      if (Known) {
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

/// Finds the units that begin alike, and writes down how.
void Pool::shareBeginnings() {
  if (!Words.Preambles || !Words.Saved.Bodies || Config.Overlay)
    return;
  std::vector<UnitCommand> Asked;
  for (size_t Unit : Waiting)
    Asked.push_back(Units[Unit]);
  Beginnings Shared = beginAlike(Asked);
  PreambleOf.assign(Units.size(), Beginnings::None);
  PreambleUsers.assign(Shared.Texts.size(), 0);
  std::vector<FileToWrite> Files(Shared.Texts.size());
  for (size_t Place = 0; Place < Waiting.size(); ++Place)
    if (size_t Its = Shared.OfUnit[Place]; Its != Beginnings::None) {
      PreambleOf[Waiting[Place]] = Its;
      ++PreambleUsers[Its];
      Files[Its] = {preambleOf(Waiting[Place]), Shared.Texts[Its]};
    }
  if (llvm::Error Failed = writeAll(Files)) { // the run does without
    llvm::consumeError(std::move(Failed));
    PreambleOf.clear();
    return;
  }
  orderBy(Shared);
}

/// Nobody waits for a preamble while there is other work: of as many as there
/// are workers each gets its first unit, which makes it, before the others get
/// theirs. And few are on the disk at a time.
void Pool::orderBy(const Beginnings &Shared) {
  std::vector<std::vector<size_t>> Users(Shared.Texts.size());
  std::vector<size_t> Ordered, Alone, Rest;
  for (size_t Place = 0; Place < Waiting.size(); ++Place)
    (Shared.OfUnit[Place] == Beginnings::None ? Alone
                                              : Users[Shared.OfUnit[Place]])
        .push_back(Waiting[Place]);
  for (size_t From = 0; From < Users.size(); From += jobs()) {
    auto Window = llvm::ArrayRef(Users).slice(
        From, std::min(jobs(), Users.size() - From));
    for (const auto &Of : Window)
      Ordered.push_back(Of.front());
    llvm::append_range(Ordered, From == 0 ? Alone : Rest);
    Rest.clear();
    for (const auto &Of : Window)
      llvm::append_range(Rest, llvm::ArrayRef(Of).drop_front());
  }
  if (Users.empty())
    return;
  llvm::append_range(Ordered, Rest);
  Waiting = std::move(Ordered);
}

llvm::Error Pool::work() {
  shareBeginnings();
  const size_t Jobs = jobs();
  size_t Next = 0;
  while (Finished < Units.size()) {
    while (Running.size() < Jobs && Next < Waiting.size())
      if (llvm::Error Failed = start(Waiting[Next++]))
        return Failed;
    waitForNews();
    if (llvm::Error Failed = reap())
      return Failed;
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
