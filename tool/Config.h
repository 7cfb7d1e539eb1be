// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is switched on for a file: the defaults, `.clang-tidy`, the nearest
// `.async-tidy.yaml`, `--checks`, in clang-tidy's own terms.
#pragma once

#include "support/Models.h"
#include "support/Settings.h"

#include "clang-tidy/ClangTidyOptions.h"

#include <compare>
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
  /// Files in the place of others, as clang-tidy's option has them; absolute.
  std::optional<std::string> Overlay;

  /// The same words again, for a worker.
  std::vector<std::string> toArguments() const;
};

/// The nearest `.async-tidy.yaml` of each folder, read once.
class SettingsReader {
public:
  struct Read {
    std::string Folder; ///< empty: there is none
    Settings Said;
    std::string Fault;

    /// Globs of checks for \p File.
    std::string checksFor(llvm::StringRef File) const;
    /// Do findings in \p File count?
    bool covers(llvm::StringRef File) const;
    std::vector<std::string> mistakes() const;
  };
  const Read &forFile(llvm::StringRef File);

private:
  std::map<std::string, Read> ByFolder;
};

/// Where the models come from that hold for a file: files of equal sources have
/// equal models.
struct ModelSources {
  std::string Folder;             ///< of `.async-tidy.yaml`; empty: none
  std::vector<std::string> Files; ///< of the option AsyncTidyModels

  llvm::Expected<std::unique_ptr<Models>> load() const {
    return Models::load(Folder, Files);
  }
  auto operator<=>(const ModelSources &) const = default;
};

/// The JSON schema of `.async-tidy.yaml`, for editors.
llvm::json::Value configSchema();

class Config {
public:
  explicit Config(const ConfigWords &Words);

  /// What is wrong with the words or with a configuration file read so far;
  /// empty when nothing is.
  const std::string &error() const { return *Error; }

  clang::tidy::ClangTidyOptions optionsFor(llvm::StringRef File);
  std::vector<std::string> checksFor(llvm::StringRef File);
  /// Of what the tool itself has to say, what is on.
  std::vector<std::string> ownFindingsFor(llvm::StringRef File);

  /// The settings that hold for \p File.
  const SettingsReader::Read &settingsFor(llvm::StringRef File);

  ModelSources modelsFor(llvm::StringRef File);

  /// The files that say so, models included; absolute.
  std::vector<std::string> filesFor(llvm::StringRef File);

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
  std::optional<std::string> GivenFile;
  std::shared_ptr<std::string> Error = std::make_shared<std::string>();
  std::shared_ptr<SettingsReader> Settings = std::make_shared<SettingsReader>();
  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> Provider;
};

} // namespace asynctidy::tool
