// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The fixes of all findings, merged over the whole project.
#pragma once

#include "Findings.h"
#include "Project.h"

#include "llvm/Support/raw_ostream.h"

#include <set>

namespace asynctidy::tool {

class Fixer {
public:
  /// Picks for each finding its safe fix, or with \p Suggested the suggested
  /// one where there is no safe one. Fixes are taken whole, first come first
  /// served: one that overlaps with an earlier one is left for another run.
  /// Nothing in \p LeftAlone is changed.
  Fixer(const Project &Fixed, const Findings &Found, bool Suggested,
        const std::set<std::string> &LeftAlone = {});

  /// Reads the files; fails when one is not what was analysed.
  llvm::Error load();

  /// Writes all files or none.
  llvm::Error apply() const;
  /// Puts the files back as load() found them.
  llvm::Error undo() const;
  void writeDiff(llvm::raw_ostream &Out) const;

  size_t fixes() const { return Picked; }
  size_t files() const { return Files.size(); }
  /// Findings whose fix overlaps with another's.
  size_t conflicts() const { return Conflicts; }
  /// Those of the \p Sources of a unit that are changed.
  std::set<std::string>
  touched(const std::map<std::string, std::string> &Sources) const;

private:
  struct FixedFile {
    std::vector<Edit> Edits; ///< in order
    std::string Before;
  };

  bool fits(const Fix &Repair) const;
  void add(const Fix &Repair);

  const Project &Fixed;
  const Findings &Found;
  std::map<std::string, FixedFile> Files;
  size_t Picked = 0;
  size_t Conflicts = 0;
};

} // namespace asynctidy::tool
