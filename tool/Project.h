// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The project: its root, and the translation units its compile database lists.
#pragma once

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::tool {

/// One compile command: the smallest piece of work.
struct UnitCommand {
  std::string File; ///< absolute
  std::string Directory;
  std::vector<std::string> Arguments; ///< as in the database, argv[0] first
};

struct Project {
  std::string Root;     ///< absolute, without symbolic links
  std::string Database; ///< the compile_commands.json
  std::vector<UnitCommand> Units;

  /// The path as reports print it: relative to the root where it is below it.
  std::string relative(llvm::StringRef AbsolutePath) const;
  std::string absolute(llvm::StringRef RelativePath) const;
};

/// Loads the database in \p BuildDir, or the nearest one at or above the
/// current folder, `build/` folders included, and picks the units of \p Files
/// (all when there are none).
llvm::Expected<Project> openProject(const std::string &BuildDir,
                                    const std::vector<std::string> &Files);

/// The database openProject means; \p Start: where to look from, else the
/// current folder.
llvm::Expected<std::string> findDatabase(const std::string &BuildDir,
                                         llvm::StringRef Start = "");

/// All that the database \p Path lists.
llvm::Expected<Project> loadProject(const std::string &Path);

/// The nearest folder at or above \p Start with `.git` or `.async-tidy.yaml`,
/// else \p Start itself, or its parent when it is a `build` folder.
std::string findRoot(llvm::StringRef Start);

/// The nearest folder at or above \p File's that holds \p Name; else empty.
std::string nearestWith(llvm::StringRef Name, llvm::StringRef File);

/// \p Path below \p Root without the root; else \p Path as it is.
std::string relativeTo(llvm::StringRef Root, llvm::StringRef Path);

/// Absolute and without dots; \p Base is where a relative path starts.
std::string normalise(llvm::StringRef Path, llvm::StringRef Base);

} // namespace asynctidy::tool
