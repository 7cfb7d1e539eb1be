// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

#include <map>
#include <string>
#include <vector>

namespace asynctidy {

/// Globs of checks for the files below a folder.
struct FolderChecks {
  std::string Path, Checks;
};

/// What an `.async-tidy.yaml` says beside its models, to the tool alone. It is
/// read here since it is one file, with one reader.
struct Settings {
  std::string Preset; ///< "default", "strict" or "migration"; empty: none
  std::string Checks; ///< globs, after those of .clang-tidy
  std::map<std::string, std::string> Severities; ///< check → error, warning
  /// Globs, below the file's folder, of where findings count and do not.
  std::vector<std::string> Paths, Exclude;
  std::vector<FolderChecks> Folders;
  bool empty() const {
    return Preset.empty() && Checks.empty() && Severities.empty() &&
           Paths.empty() && Exclude.empty() && Folders.empty();
  }
};

/// Reads them; an error names file, line and cure.
llvm::Expected<Settings> parseSettings(llvm::StringRef Yaml,
                                       llvm::StringRef File);

/// The JSON schema of the file, models included, made from what reads it.
llvm::json::Object settingsSchema();

} // namespace asynctidy
