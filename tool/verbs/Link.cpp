// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Link.h"
#include "Baseline.h"
#include "CommandLine.h"
#include "Errors.h"
#include "Output.h"
#include "Project.h"
#include "Recall.h"
#include "Verbs.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

namespace asynctidy::tool {

int link(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("link", Given, Line))
    return *Status;
  if (Line.Files.empty())
    return complain("link wants the result files of 'async-tidy unit'");
  Baseline Known;
  if (!Line.Baseline.empty()) {
    auto Read = Baseline::read(Line.Baseline);
    if (!Read)
      return complain(Read.takeError());
    Known = std::move(*Read);
  }
  std::vector<UnitResult> Results;
  for (const std::string &File : Line.Files) {
    auto Text = llvm::MemoryBuffer::getFile(File);
    if (!Text)
      return complain("cannot read '" + File +
                      "': " + Text.getError().message());
    auto Result = parseResult((*Text)->getBuffer());
    if (!Result)
      return complain("'" + File + "' is no result of 'async-tidy unit': " +
                      llvm::toString(Result.takeError()));
    Results.push_back(std::move(*Result));
  }
  if (int Failed = putSummary(Results, Line))
    return Failed;
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  std::string Root = normalise(Line.Root, Here);
  if (Line.WholeProgram)
    for (size_t Index : recalled(Results, Root))
      Results[Index].Failed =
          "'unit --scan' did not parse it, and what runs on a loop may call "
          "it; analyse it without --scan";
  Findings Found = link(Results, Line.WholeProgram);
  Known.apply(Found, {"baseline", "known in " + Line.Baseline});
  // Reports show code where --root says that it is.
  return print(Found, Line, Root);
}

} // namespace asynctidy::tool
