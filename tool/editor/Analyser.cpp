// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Analyser.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace asynctidy::tool::editor {

using llvm::StringRef;

void Analyser::trouble(const std::string &What) {
  if (Told.insert(What).second)
    News.Trouble(What);
}

llvm::Error Analyser::begin() {
  if (llvm::Error Failed = Folder.make())
    return Failed;
  Config = Line.Config;
  return llvm::Error::success();
}

void Analyser::want(const std::string &File, bool Now) {
  Due[File] = Clock::now() + std::chrono::milliseconds(Now ? 0 : Line.DelayMs);
  // What it finds would be of a text that is gone.
  if (Running && Running->File == File)
    stop();
}

void Analyser::forget(const std::string &File) {
  Due.erase(File);
  if (Running && Running->File == File)
    stop();
  auto Known = ByFolder.find(llvm::sys::path::parent_path(File).str());
  if (Known == ByFolder.end())
    return;
  if (!Line.EveryUnit)
    Known->second->drop(File);
  News.Analysed(*Known->second, File);
}

void Analyser::saved(const std::string &File) {
  for (const auto &[Database, Known] : ByDatabase)
    for (const std::string &Reader : Known->readersOf(File))
      if (Open.count(Reader))
        want(Reader, /*Now=*/true);
      else if (Line.EveryUnit && !llvm::is_contained(Background, Reader))
        Background.push_back(Reader);
  if (Open.count(File))
    want(File, /*Now=*/true);
}

void Analyser::wantAll() {
  // Troubles that are still there are told again.
  Told.clear();
  for (const auto &[File, Document] : Open)
    want(File, /*Now=*/true);
}

const Workspace *Analyser::workspaceOf(const std::string &File) const {
  auto Known = ByFolder.find(llvm::sys::path::parent_path(File).str());
  return Known == ByFolder.end() ? nullptr : Known->second;
}

/// Null, and said so, where there is no database.
Workspace *Analyser::openWorkspace(const std::string &File) {
  StringRef Folder = llvm::sys::path::parent_path(File);
  auto Database =
      findDatabase(Line.BuildDir, Line.BuildDir.empty() ? Folder : "");
  if (!Database) {
    trouble(llvm::toString(Database.takeError()));
    return nullptr;
  }
  std::unique_ptr<Workspace> &Known = ByDatabase[*Database];
  if (!Known || Known->isOutdated()) {
    auto Opened = Workspace::open(*Database);
    if (!Opened) {
      trouble(llvm::toString(Opened.takeError()));
      return Known.get();
    }
    for (auto &[Other, Where] : ByFolder)
      if (Where == Known.get())
        Where = Opened->get();
    Known = std::move(*Opened);
    // It knows nothing yet of the other files that are open.
    for (const auto &[Other, Document] : Open)
      if (Other != File && workspaceOf(Other) == Known.get())
        want(Other, /*Now=*/true);
    if (Line.EveryUnit)
      for (std::string &Unit : Known->files())
        Background.push_back(std::move(Unit));
  }
  ByFolder[Folder.str()] = Known.get();
  return Known.get();
}

/// A configuration that checks nothing must not look like clean code.
bool Analyser::canCheck(const std::string &File) {
  tool::Config Configured(Line.Config);
  bool Any = !Configured.checksFor(File).empty();
  if (!Configured.error().empty())
    trouble(Configured.error());
  else if (!Any)
    trouble("no check is enabled for '" + File +
            "'; add 'async-*' to Checks in .clang-tidy");
  return Configured.error().empty() && Any;
}

WorkerWords Analyser::wordsOf(const Run &Of) const {
  return {Of.Unit,         Of.In->root(),  Config, Folder.path("result.json"),
          /*Inputs=*/"",   /*DepFile=*/"",
          /*DepTarget=*/""};
}

bool Analyser::start(const std::string &File) {
  Workspace *In = openWorkspace(File);
  if (!In || !canCheck(File))
    return false;
  auto Unit = In->commandFor(File);
  if (!Unit) {
    trouble("'" + File + "' is not in '" + In->database() +
            "', and no file there is like it");
    return false;
  }
  Run Fresh{File, std::move(*Unit), In, -1,
            Clock::now() + std::chrono::seconds(Line.Pool.Timeout)};
  std::map<std::string, StringRef> Texts;
  for (const auto &[Each, Document] : Open)
    Texts[Each] = Document.Text;
  auto Overlay = writeOverlay(Folder, In->root(), Texts);
  if (!Overlay) {
    trouble(llvm::toString(Overlay.takeError()));
    return false;
  }
  Config.Overlay = *Overlay;
  sigset_t None;
  sigemptyset(&None);
  auto Process = startWorker(wordsOf(Fresh), None);
  if (!Process) {
    trouble(llvm::toString(Process.takeError()));
    return false;
  }
  Fresh.Process = *Process;
  Running = std::move(Fresh);
  Ended = static_cast<int>(syscall(SYS_pidfd_open, *Process, 0));
  return true;
}

void Analyser::stop() {
  if (!Running)
    return;
  kill(Running->Process, SIGKILL);
  waitpid(Running->Process, nullptr, 0);
  removeFiles(wordsOf(*Running));
  Running.reset();
  close(Ended);
  Ended = -1;
}

/// \p Status: of waitpid; nothing when time ran out.
void Analyser::finish(std::optional<int> Status) {
  Run Done = std::move(*Running);
  Running.reset();
  close(Ended);
  Ended = -1;
  UnitResult Result =
      Status ? finishWorker(wordsOf(Done), *Status)
             : failedUnit(wordsOf(Done), "ran out of time (" +
                                             llvm::Twine(Line.Pool.Timeout) +
                                             " s)");
  removeFiles(wordsOf(Done));
  // Half a text is what an editor mostly has: no news. A worker that fails is.
  bool Ran = Status && WIFEXITED(*Status) && WEXITSTATUS(*Status) == 0;
  if (Result.Failed && !Ran)
    return trouble(Result.File + ": not analysed: " + *Result.Failed);
  if (Result.Failed)
    News.Remark(Result.File + ": not wholly analysed: " + *Result.Failed);
  // The file may have been closed in the meantime, or moved below another unit.
  if (Done.Unit.File != Done.File)
    Done.In->drop(Done.File);
  Done.In->put(std::move(Result));
  News.Analysed(*Done.In, Done.File);
}

void Analyser::turn() {
  if (Running) {
    int Status = 0;
    if (waitpid(Running->Process, &Status, WNOHANG) == Running->Process) {
      finish(Status);
    } else if (Clock::now() >= Running->Deadline) {
      kill(Running->Process, SIGKILL);
      waitpid(Running->Process, nullptr, 0);
      finish(std::nullopt);
    }
  }
  while (!Running) {
    auto First =
        llvm::min_element(Due, [](const auto &Left, const auto &Right) {
          return Left.second < Right.second;
        });
    if (First != Due.end() && First->second <= Clock::now()) {
      std::string File = First->first;
      Due.erase(First);
      start(File);
    } else if (!Background.empty() && Due.empty()) {
      std::string File = std::move(Background.front());
      Background.pop_front();
      if (!Open.count(File))
        start(File);
    } else {
      return;
    }
  }
}

std::optional<Analyser::Clock::time_point> Analyser::next() const {
  if (Running)
    // Without a descriptor that tells, look again soon.
    return Ended < 0 ? std::min(Running->Deadline,
                                Clock::now() + std::chrono::milliseconds(20))
                     : Running->Deadline;
  std::optional<Clock::time_point> First;
  for (const auto &[File, When] : Due)
    if (!First || When < *First)
      First = When;
  return First;
}

} // namespace asynctidy::tool::editor
