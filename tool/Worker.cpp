// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Worker.h"
#include "Arguments.h"
#include "DepFile.h"
#include "Errors.h"
#include "Files.h"
#include "Process.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/TargetSelect.h"

#include <fcntl.h>
#include <fstream>
#include <new>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace asynctidy::tool {

/// Bytes that are mapped; 0 where nobody says.
static uint64_t mapped() {
  uint64_t Pages = 0;
  std::ifstream("/proc/self/statm") >> Pages;
  return Pages * sysconf(_SC_PAGESIZE);
}

/// What a worker has of its parent and a new program would not have: the
/// results of others.
static uint64_t Inherited = 0;

/// The limit of this process, also when it is the machine's: swapping to death
/// helps nobody.
static void limitMemory(uint64_t Bytes) {
  if (Bytes == 0)
    Bytes = uint64_t(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
  rlimit Limit;
  if (getrlimit(RLIMIT_AS, &Limit) == 0 &&
      (Limit.rlim_cur == RLIM_INFINITY || Limit.rlim_cur > Bytes + Inherited)) {
    Limit.rlim_cur = Bytes + Inherited;
    setrlimit(RLIMIT_AS, &Limit);
  }
  static std::string Words;
  Words = "async-tidy: error: ran out of memory (" +
          std::to_string(Bytes >> 20) + " MB)\n";
  // No memory here either: say it and go.
  static auto Leave = [] {
    (void)!::write(2, Words.data(), Words.size());
    _exit(WrongUse);
  };
  std::set_new_handler([] { Leave(); });
  llvm::install_bad_alloc_error_handler(
      [](void *, const char *, bool) { Leave(); });
}

/// For assembly in the code: sizes and registers are the target's.
static void knowTargets() {
  static const bool Once = [] {
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllAsmParsers();
    return true;
  }();
  (void)Once;
}

int work(const WorkerWords &Words) {
  ConfigWords Configured = Words.Config;
  if (Configured.ConfigFile) {
    llvm::SmallString<256> Here;
    llvm::sys::fs::current_path(Here);
    Configured.ConfigFile = normalise(*Configured.ConfigFile, Here);
  }
  Config Read(Configured);
  Read.checksFor(Words.Unit.File);
  if (!Read.error().empty())
    return complain(Read.error());
  auto ResourceDir = findResourceDir();
  if (!ResourceDir)
    return complain(ResourceDir.takeError());
  llvm::sys::Process::PreventCoreFiles();
  limitMemory(Words.Memory);
  knowTargets();
  Inputs Asked;
  UnitResult Result = analyse(Words.Unit, Configured, Words.Root, *ResourceDir,
                              Words.Saved, Asked);
  std::vector<FileToWrite> Files = {{Words.Result, toText(Result)}};
  if (!Words.Inputs.empty())
    Files.push_back({Words.Inputs, Asked.toText()});
  // Whatever keeps it from being analysed may be mended where nobody looks.
  if (!Words.DepFile.empty() && (Result.Failed || Asked.Torn))
    llvm::sys::fs::remove(Words.DepFile);
  else if (!Words.DepFile.empty())
    Files.push_back({Words.DepFile, depFile(Words.DepTarget, Asked,
                                            Read.filesFor(Words.Unit.File))});
  if (llvm::Error Failed = writeAll(Files))
    return complain(std::move(Failed));
  return 0;
}

/// Not a new program: to load clang takes longer than to analyse a small unit.
llvm::Expected<pid_t> startWorker(const WorkerWords &Words,
                                  const sigset_t &Blocked) {
  knowTargets();
  static const uint64_t AtFirst = mapped();
  Inherited = std::max(mapped(), AtFirst) - AtFirst;
  const pid_t Own = getpid();
  const pid_t Process = fork();
  if (Process < 0)
    return llvm::createStringError(
        std::error_code(errno, std::generic_category()),
        "no worker process can be started for '%s': %s",
        Words.Unit.File.c_str(), strerror(errno));
  if (Process > 0)
    return Process;
  sigprocmask(SIG_SETMASK, &Blocked, nullptr);
  if (!endWith(Own))
    _exit(WrongUse);
  dup2(open("/dev/null", O_RDWR), 0);
  dup2(0, 1);
  const int Said =
      open(Words.said().c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (Said >= 0)
    dup2(Said, 2);
  _exit(work(Words));
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

UnitResult finishWorker(const WorkerWords &Words, int Status) {
  if (WIFSIGNALED(Status))
    return failedUnit(Words,
                      "crashed (signal " + llvm::Twine(WTERMSIG(Status)) + ")");
  auto Text = llvm::MemoryBuffer::getFile(Words.Result);
  if (!Text || WEXITSTATUS(Status) != 0) {
    std::string Said = lastWords(Words.said());
    return failedUnit(Words, Said.empty()
                                 ? "ended with status " +
                                       std::to_string(WEXITSTATUS(Status)) +
                                       " and without a result"
                                 : Said);
  }
  auto Parsed = parseResult((*Text)->getBuffer());
  if (!Parsed)
    return failedUnit(Words, "left an unreadable result: " +
                                 llvm::toString(Parsed.takeError()));
  return std::move(*Parsed);
}

void removeFiles(const WorkerWords &Words) {
  for (const std::string &File : {Words.Result, Words.said(), Words.Inputs})
    llvm::sys::fs::remove(File);
}

UnitResult failedUnit(const WorkerWords &Words, const llvm::Twine &Reason) {
  UnitResult Result;
  Result.File = relativeTo(Words.Root, Words.Unit.File);
  Result.Failed = Reason.str();
  return Result;
}

} // namespace asynctidy::tool
