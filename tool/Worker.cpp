// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Worker.h"
#include "Arguments.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace asynctidy::tool {

llvm::Expected<pid_t> startWorker(const WorkerWords &Words,
                                  const sigset_t &Blocked) {
  std::vector<std::string> Line = {
      "async-tidy", "unit", "--result=" + Words.Result, "--root=" + Words.Root,
      "--directory=" + Words.Unit.Directory};
  Line.push_back("--worker-of=" + std::to_string(getpid()));
  if (Words.Memory)
    Line.push_back("--unit-memory=" + std::to_string(Words.Memory));
  if (Words.Saved.Scan)
    Line.push_back("--scan");
  if (!Words.Saved.Bodies)
    Line.push_back("--all-bodies");
  if (Words.WithInputs)
    Line.push_back("--inputs=" + Words.inputs());
  for (std::string &Word : Words.Config.toArguments())
    Line.push_back(std::move(Word));
  Line.push_back(Words.Unit.File);
  Line.push_back("--");
  Line.insert(Line.end(), Words.Unit.Arguments.begin(),
              Words.Unit.Arguments.end());
  std::vector<char *> Given;
  for (std::string &Word : Line)
    Given.push_back(Word.data());
  Given.push_back(nullptr);

  posix_spawn_file_actions_t Files;
  posix_spawn_file_actions_init(&Files);
  posix_spawn_file_actions_addopen(&Files, 0, "/dev/null", O_RDONLY, 0);
  std::string Said = Words.said();
  posix_spawn_file_actions_addopen(&Files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&Files, 2, Said.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawnattr_t Attributes;
  posix_spawnattr_init(&Attributes);
  posix_spawnattr_setflags(&Attributes, POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigmask(&Attributes, &Blocked);
  pid_t Process = -1;
  int Failed = posix_spawn(&Process, ownProgram().c_str(), &Files, &Attributes,
                           Given.data(), environ);
  posix_spawn_file_actions_destroy(&Files);
  posix_spawnattr_destroy(&Attributes);
  if (Failed)
    return llvm::createStringError(
        std::error_code(Failed, std::generic_category()),
        "no worker process can be started for '%s': %s",
        Words.Unit.File.c_str(), strerror(Failed));
  return Process;
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
  for (const std::string &File : {Words.Result, Words.said(), Words.inputs()})
    llvm::sys::fs::remove(File);
}

UnitResult failedUnit(const WorkerWords &Words, const llvm::Twine &Reason) {
  UnitResult Result;
  Result.File = relativeTo(Words.Root, Words.Unit.File);
  Result.Failed = Reason.str();
  return Result;
}

} // namespace asynctidy::tool
