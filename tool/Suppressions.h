// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Comments that allow a finding, with a reason and until a day:
//   // async-tidy: allow(async-nested-run) until=2027-01-31 replaced by then
// A unit reads them; they are held against the findings of the whole project.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace clang {
class CommentHandler;
}

namespace asynctidy::tool {

struct Findings;
struct UnitResult;

/// Why a finding does not count.
struct Suppression {
  std::string Kind; ///< "nolint", "allow", "baseline" or "since"
  std::string Reason;
};

/// One such comment.
struct Allowance {
  std::string File;
  int Line = 0;
  int Column = 0;
  int EndLine = 0;
  int EndColumn = 0;
  int Target = 0; ///< the line it speaks of
  std::string Text;
  std::vector<std::string> Checks;
  std::string Until; ///< its last day; empty: for ever
  std::string Reason;
  std::string Fault; ///< why it does not hold; empty: it does
  /// Which of Checks, and of the tool's own complaints, the unit asked for.
  std::vector<std::string> Asked;
  // In bytes of the file: what goes when the comment goes, and what is between
  // the parentheses.
  uint64_t Offset = 0, Length = 0;
  uint64_t ListOffset = 0, ListLength = 0;
};

void write(llvm::json::OStream &Out, const Allowance &Allowed);
bool fromJSON(const llvm::json::Value &From, Allowance &To,
              llvm::json::Path Path);

/// Hears the comments of a unit. \p Name gives the file's name in reports,
/// empty for one that is not the project's; \p IsOn knows the enabled checks.
std::unique_ptr<clang::CommentHandler>
allowanceReader(std::vector<Allowance> &To,
                std::function<std::string(llvm::StringRef)> Name,
                std::function<bool(llvm::StringRef)> IsOn);

/// Marks the findings that a comment allows, and adds one for each comment that
/// allows nothing, has ended, or is faulty. Where not every unit of the project
/// is in \p Results, only comments in the units' own files can allow nothing.
void applyAllowances(const std::vector<UnitResult> &Results, bool EveryUnit,
                     Findings &Joined);

} // namespace asynctidy::tool
