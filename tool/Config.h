// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is switched on for a file: the defaults, `.clang-tidy`, `--checks`, in
// clang-tidy's own terms.
#pragma once

#include "clang-tidy/ClangTidyOptions.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asynctidy::tool {

/// What the command line says about the configuration.
struct ConfigWords {
  std::optional<std::string> Checks;
  std::optional<std::string> HeaderFilter;
  std::optional<std::string> ConfigFile;

  /// The same words again, for a worker.
  std::vector<std::string> toArguments() const;
};

class Config {
public:
  explicit Config(const ConfigWords &Words);

  /// What is wrong with the words or with a configuration file read so far;
  /// empty when nothing is.
  const std::string &error() const { return *Error; }

  clang::tidy::ClangTidyOptions optionsFor(llvm::StringRef File);
  std::vector<std::string> checksFor(llvm::StringRef File);

  /// Does only the default header filter hold for the file? Then only headers
  /// of the project count.
  static bool
  hasDefaultHeaderFilter(const clang::tidy::ClangTidyOptions &Options);

  /// Mistakes in what is configured for \p File about our checks and options:
  /// "'async-…' of 'FILE' …".
  std::vector<std::string> mistakesFor(llvm::StringRef File);

  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> takeProvider() {
    return std::move(Provider);
  }

private:
  std::shared_ptr<std::string> Error = std::make_shared<std::string>();
  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> Provider;
};

} // namespace asynctidy::tool
