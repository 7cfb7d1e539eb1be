// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the server knows of one compile database: its commands, the results of
// the units that were analysed, and what follows from all of them.
#pragma once

#include "CommandLine.h"
#include "Findings.h"
#include "Project.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/Chrono.h"
#include "llvm/Support/LSP/Protocol.h"

#include <map>
#include <memory>

namespace asynctidy::tool::editor {

/// What an editor has open.
struct Document {
  llvm::lsp::URIForFile Uri;
  int64_t Version = 0;
  std::string Text;
};
using Documents = std::map<std::string, Document>; ///< by absolute path

class Workspace {
public:
  static llvm::Expected<std::unique_ptr<Workspace>>
  open(const std::string &Database);

  const Project &project() const { return Listed; }
  const std::string &root() const { return Listed.Root; }
  const std::string &database() const { return Listed.Database; }
  const Findings &findings() const { return Found; }
  std::vector<std::string> files() const;

  /// Was the database written anew?
  bool isOutdated() const;

  /// The command for a file: its own, that of a unit that was seen to read it,
  /// or a guess from the nearest file of the database.
  std::optional<UnitCommand> commandFor(const std::string &File) const;

  /// Takes the place of the unit's earlier result.
  void put(UnitResult Result);
  void drop(const std::string &File);

  /// The units, by absolute path, that read \p File when they were analysed.
  std::vector<std::string> readersOf(const std::string &File) const;

private:
  const UnitCommand *listed(const std::string &File) const;
  void relink();

  Project Listed;
  llvm::sys::TimePoint<> Written;
  std::unique_ptr<clang::tooling::CompilationDatabase> Commands;
  std::vector<UnitResult> Results;
  Findings Found;
};

} // namespace asynctidy::tool::editor
