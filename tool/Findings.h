// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an analysis found, in one shape for result files, reports and fixes.
#pragma once

#include "Suppressions.h"
#include "support/Summaries.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace asynctidy::tool {

/// One note of a finding: a step that leads to it, or the remedy.
struct Hop {
  std::string File; ///< relative to the project root, as all paths here
  int Line = 0;
  int Column = 0;
  std::string Message;
  std::string Text; ///< the source line, for reports
};

struct Edit {
  std::string File;
  uint64_t Offset = 0;
  uint64_t Length = 0;
  std::string Text;

  friend auto operator<=>(const Edit &, const Edit &) = default;
};

struct Fix {
  bool Safe = true;
  std::string Description;
  std::vector<Edit> Edits;
};

struct Finding {
  std::string Check;
  std::string Law;
  std::string Severity; ///< "error" or "warning"
  std::string Group;    ///< "bug", "hazard" or "style"
  std::string Message;
  std::string File;
  int Line = 0;
  int Column = 0;
  int EndLine = 0;
  int EndColumn = 0;
  std::string Symbol;
  std::string Library;
  std::vector<Hop> Chain;
  std::vector<Fix> Fixes;
  std::string Fingerprint;
  std::optional<Suppression> Suppressed;
  std::string Text;      ///< the source line, for reports
  std::string Statement; ///< its tokens, for the fingerprint
  /// Holds when, of the whole program, the facts of one of these do; the first
  /// that holds counts. None: it holds.
  std::vector<Evidence> When;
  /// The function whose chain could become coroutines, for Link to see to.
  Turnable Turned;
};

/// A unit that could not be analysed, or not wholly.
struct Failure {
  std::string File;
  std::string Reason;

  friend auto operator<=>(const Failure &, const Failure &) = default;
};

/// What the map step says of one translation unit.
struct UnitResult {
  std::string File;
  std::optional<std::string> Failed; ///< the reason
  std::vector<Finding> Findings;
  std::vector<Finding> Conditional; ///< those with `When`, for Link to decide
  std::vector<Allowance> Allowances;
  UnitSummary Summary;
  std::map<std::string, std::string> Sources; ///< file read → content hash
  double Seconds = 0; ///< what it cost, also when that was long ago
  /// CPU seconds, by what: "parse", "shared", and the checks.
  CheckTimes Times;
  bool Cached = false; ///< not in the text form
  /// Not parsed: by itself it can break no law (Scan.h).
  bool Skipped = false;
  bool AfterPreamble = false; ///< what it begins with was parsed before
  /// Of a unit that was not parsed: what macros of libraries that it uses join
  /// with `##` to names that no text spells.
  std::vector<std::string> Pasted;
};

/// What the reduce step says of the whole project: deduplicated, in order.
struct Findings {
  std::vector<Finding> All; ///< those that count
  std::vector<Finding> Suppressed;
  std::vector<Failure> Failed;
  std::map<std::string, std::string> Sources;
  unsigned Units = 0;         ///< compile commands
  unsigned Files = 0;         ///< a file may have several commands
  unsigned Cached = 0;        ///< units whose result was kept from before
  unsigned Skipped = 0;       ///< units that by a look can break no law
  unsigned AfterPreamble = 0; ///< units whose beginning was parsed before
  double Seconds = 0;         ///< the sum over the units that were analysed
  CheckTimes Times;           ///< of those, summed too
  /// Those of them that took longest, the slowest first.
  std::vector<std::pair<std::string, double>> Slowest;

  size_t count(llvm::StringRef Severity) const;
  /// Moves those that are marked so from All to Suppressed.
  void setSuppressedAside();
  /// With the suppressed ones, in order.
  std::vector<const Finding *> everything() const;
  /// 0 nothing found, 1 findings, 3 some unit could not be analysed.
  int status(bool ExitZero) const;
};

/// What makes two findings one, and the order of reports.
inline auto identity(const Finding &Found) {
  return std::tie(Found.File, Found.Line, Found.Column, Found.Check,
                  Found.Message);
}

void write(llvm::json::OStream &Out, const Finding &Found, bool WithText);
/// The attribute "times".
void write(llvm::json::OStream &Out, const CheckTimes &Times);
std::string toText(const UnitResult &Result);
llvm::Expected<UnitResult> parseResult(llvm::StringRef Text);

/// "1 finding", "2 findings"; \p Plural: of a noun that does not take an s.
std::string counted(size_t Number, llvm::StringRef Noun,
                    llvm::StringRef Plural = "");

} // namespace asynctidy::tool
