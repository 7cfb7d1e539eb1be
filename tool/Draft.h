// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The project as it would be: changed texts, laid over the files on the disk.
#pragma once

#include "Files.h"
#include "Findings.h"
#include "Project.h"

#include "clang/Tooling/Core/Replacement.h"
#include "llvm/Support/raw_ostream.h"

namespace asynctidy::tool {

class Draft {
public:
  explicit Draft(const Project &Of) : Of(&Of) {}

  /// Takes \p Name in as it is on the disk; once. Fails when it is not what was
  /// analysed, which \p Hash tells, or may not be written.
  llvm::Error read(const std::string &Name, llvm::StringRef Hash);

  /// Makes the \p Edits of one file that was read: they are in order, and count
  /// from the text as it is now. Line ends become those of the file, and lines
  /// that were as the project's `.clang-format` wants them stay so.
  llvm::Error change(const std::string &Name, const std::vector<Edit> &Edits);

  /// The hash of the text now; empty for a file that was not changed.
  std::string hashOf(const std::string &Name) const;

  /// Writes the changed texts into \p Folder and gives the name of an overlay,
  /// as `clang-tidy --vfsoverlay` takes it.
  llvm::Expected<std::string> overlay(TemporaryFolder &Folder) const;
  /// Writes the changed files, all or none; fails when one is no longer what
  /// was read.
  llvm::Error save() const;
  void writeDiff(llvm::raw_ostream &Out) const;

  size_t changed() const;

private:
  struct File {
    std::string Before, Now;
    clang::tooling::Replacements Changes; ///< that lead from one to the other
  };

  const Project *Of;
  std::map<std::string, File> Files;
};

} // namespace asynctidy::tool
