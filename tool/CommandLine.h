// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words a user types, checked.
#pragma once

#include "Cache.h"
#include "Config.h"
#include "Pool.h"
#include "Shard.h"
#include "report/Report.h"

#include <optional>
#include <string>
#include <vector>

namespace asynctidy::tool {

/// A report as --report=FORMAT=FILE asks for it.
struct ReportFile {
  const ReportFormat *Format;
  std::string Path;
};

enum class FixKind { None, Safe, Suggested };
enum class Colour { Auto, Always, Never };

struct CommandLine {
  std::vector<std::string> Files; ///< what is not an option
  std::string BuildDir;
  ConfigWords Config;
  bool ListChecks = false;
  bool VerifyConfig = false;
  bool ConfigSchema = false;
  const ReportFormat *Report = reportFormats().begin();
  std::string Output;
  std::vector<ReportFile> MoreReports;
  FixKind Fix = FixKind::None;
  bool FixDryRun = false;
  bool FixVerify = true;
  PoolWords Pool;
  CacheWords Cache;
  bool Statistics = false;
  Shard Part;
  std::string CostsFile, WriteCosts;
  bool ExitZero = false;
  Colour Colours = Colour::Auto;
  bool Quiet = false;
  bool WholeProgram = true;
  std::string Baseline;
  std::string WriteBaseline;
  bool PruneBaseline = false;
  std::string Since;
  std::string WriteSummary; ///< where to; empty: nowhere

  // lsp only
  unsigned DelayMs = 300; ///< after the last change of a text
  bool EveryUnit = false; ///< not the open files alone
  std::string Result;     ///< of a unit or a shard: where to

  // unit only
  std::string Inputs;  ///< where to; empty: nowhere
  std::string DepFile; ///< the same
  bool MayCheckNothing = false;
  std::string Root;
  std::string Directory;
  std::vector<std::string> Command; ///< what follows `--`; models has it too
};

/// The verbs a user types, and the options of one (`lint`: of none), with their
/// dashes.
std::vector<std::string> verbNames();
std::vector<std::string> optionNames(llvm::StringRef Verb);

/// Reads the words after the verb; `lint` is the verb nobody types. Gives the
/// status to end with when that is all: after --help, or on a mistake.
std::optional<int> readWords(llvm::StringRef Verb,
                             std::vector<const char *> Words,
                             CommandLine &Line);

} // namespace asynctidy::tool
