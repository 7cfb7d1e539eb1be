// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Process.h"
#include "Files.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

#include <csignal>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>

namespace asynctidy::tool {

static std::string contentOf(const std::string &File) {
  auto Text = llvm::MemoryBuffer::getFile(File);
  return Text ? (*Text)->getBuffer().str() : "";
}

Run execute(const std::string &Program, std::vector<std::string> Words,
            unsigned Seconds) {
  Run Result;
  TemporaryFolder Folder;
  if (llvm::Error Failed = Folder.make()) {
    Result.Errors = llvm::toString(std::move(Failed));
    return Result;
  }
  Words.insert(Words.begin(), Program);
  std::vector<llvm::StringRef> Given(Words.begin(), Words.end());
  std::string Output = Folder.path("output"), Errors = Folder.path("errors");
  Result.Status = llvm::sys::ExecuteAndWait(
      Program, Given, std::nullopt,
      {llvm::StringRef(""), llvm::StringRef(Output), llvm::StringRef(Errors)},
      Seconds);
  Result.Output = contentOf(Output);
  Result.Errors = contentOf(Errors);
  return Result;
}

bool endWith(pid_t Parent) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  return getppid() == Parent;
}

} // namespace asynctidy::tool
