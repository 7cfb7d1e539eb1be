// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Unit.h"
#include "Arguments.h"
#include "CommandLine.h"
#include "DepFile.h"
#include "Errors.h"
#include "Files.h"
#include "Verbs.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/TargetSelect.h"

#include <csignal>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <new>
#include <sys/resource.h>
#include <unistd.h>

namespace asynctidy::tool {

/// The command after `--`, else the first one in the database.
static llvm::Expected<UnitCommand> commandOf(const CommandLine &Line) {
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  if (Line.Command.empty()) {
    auto Opened = openProject(Line.BuildDir, Line.Files);
    if (!Opened)
      return Opened.takeError();
    return Opened->Units.front();
  }
  UnitCommand Unit;
  Unit.Directory = Line.Directory.empty() ? Here.str().str()
                                          : normalise(Line.Directory, Here);
  Unit.File = normalise(Line.Files.front(), Unit.Directory);
  Unit.Arguments = Line.Command;
  return Unit;
}

/// From here on this process does not outlive \p Process, its parent; false
/// when that has ended already.
static bool endWith([[maybe_unused]] pid_t Process) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  return getppid() == Process;
}

/// The limit of this process, also when it is the machine's: swapping to death
/// helps nobody.
static void limitMemory(uint64_t Bytes) {
  if (Bytes == 0)
    Bytes = uint64_t(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
  rlimit Limit;
  if (getrlimit(RLIMIT_AS, &Limit) == 0 &&
      (Limit.rlim_cur == RLIM_INFINITY || Limit.rlim_cur > Bytes)) {
    Limit.rlim_cur = Bytes;
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

int unit(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("unit", Given, Line))
    return *Status;
  if (Line.WorkerOf && !endWith(Line.WorkerOf))
    return complain("process " + std::to_string(Line.WorkerOf) +
                    ", which --worker-of names, has not started this one");
  if (Line.Files.size() != 1)
    return complain("unit wants one file; 'async-tidy unit --help' shows how");
  if (Line.Result.empty())
    return complain("unit wants --result=FILE");
  auto Unit = commandOf(Line);
  if (!Unit)
    return complain(Unit.takeError());
  auto ResourceDir = findResourceDir();
  if (!ResourceDir)
    return complain(ResourceDir.takeError());
  Config Configured(Line.Config);
  if (Configured.error().empty() && Configured.checksFor(Unit->File).empty() &&
      !Line.WorkerOf && !Line.MayCheckNothing)
    return complain("no check is enabled for '" + Unit->File +
                    "'; add 'async-*' to Checks in .clang-tidy, or pass "
                    "--checks=async-*");
  if (!Configured.error().empty())
    return complain(Configured.error());

  // clang changes the folder; our own paths are absolute from here on.
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  std::string Target = normalise(Line.Result, Here);
  std::string AskedTarget =
      Line.Inputs.empty() ? "" : normalise(Line.Inputs, Here);
  std::string Root = Line.Root.empty()
                         ? findRoot(llvm::sys::path::parent_path(Unit->File))
                         : normalise(Line.Root, Here);
  if (Line.Config.ConfigFile)
    Line.Config.ConfigFile = normalise(*Line.Config.ConfigFile, Here);
  const std::string DepTarget =
      Line.DepFile.empty() ? "" : normalise(Line.DepFile, Here);

  llvm::sys::Process::PreventCoreFiles();
  limitMemory(Line.Pool.Memory);
  // For assembly in the code: sizes and registers are the target's.
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();
  Inputs Asked;
  UnitResult Result =
      analyse(*Unit, Line.Config, Root, *ResourceDir, Line.Pool.Saved, Asked);
  std::vector<FileToWrite> Files = {{Target, toText(Result)}};
  if (!AskedTarget.empty())
    Files.push_back({AskedTarget, Asked.toText()});
  // Whatever keeps it from being analysed may be mended where nobody looks.
  if (!DepTarget.empty() && (Result.Failed || Asked.Torn))
    llvm::sys::fs::remove(DepTarget);
  else if (!DepTarget.empty())
    Files.push_back(
        {DepTarget, depFile(Line.Result, Asked,
                            Config(Line.Config).filesFor(Unit->File))});
  if (llvm::Error Failed = writeAll(Files))
    return complain(std::move(Failed));
  return 0;
}

} // namespace asynctidy::tool
