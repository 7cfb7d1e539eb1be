// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "CommandLine.h"
#include "Errors.h"
#include "Verbs.h"
#include "Worker.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

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

int unit(const Words &Given) {
  CommandLine Line;
  if (auto Status = readWords("unit", Given, Line))
    return *Status;
  if (Line.Files.size() != 1)
    return complain("unit wants one file; 'async-tidy unit --help' shows how");
  if (Line.Result.empty())
    return complain("unit wants --result=FILE");
  auto Unit = commandOf(Line);
  if (!Unit)
    return complain(Unit.takeError());
  Config Configured(Line.Config);
  if (Configured.error().empty() && Configured.checksFor(Unit->File).empty() &&
      !Line.MayCheckNothing)
    return complain("no check is enabled for '" + Unit->File +
                    "'; add 'async-*' to Checks in .clang-tidy, or pass "
                    "--checks=async-*");

  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  std::string Target = normalise(Line.Result, Here);
  std::string AskedTarget =
      Line.Inputs.empty() ? "" : normalise(Line.Inputs, Here);
  std::string Root = Line.Root.empty()
                         ? findRoot(llvm::sys::path::parent_path(Unit->File))
                         : normalise(Line.Root, Here);
  const std::string DepTarget =
      Line.DepFile.empty() ? "" : normalise(Line.DepFile, Here);

  if (!Line.Pool.Saved.Preamble.empty())
    Line.Pool.Saved.Preamble = normalise(Line.Pool.Saved.Preamble, Here);

  return work({*Unit, Root, Line.Config, Target, AskedTarget, DepTarget,
               Line.Result, Line.Pool.Saved, Line.Pool.Memory});
}

} // namespace asynctidy::tool
