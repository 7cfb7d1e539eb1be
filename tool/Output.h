// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where a report goes: standard output, or a file written whole.
#pragma once

#include "CommandLine.h"
#include "Findings.h"

namespace asynctidy::tool {

/// Prints the report in the format asked for, writes the others, and gives the
/// exit status. \p Root: where the paths of findings start.
int print(const Findings &Found, const CommandLine &Line,
          const std::string &Root);

/// Writes \p Text to --output or standard output; 0 or 2.
int put(llvm::StringRef Text, const CommandLine &Line);

/// Writes --write-summary, where it is asked for; 0 or 2.
int putSummary(const std::vector<UnitResult> &Results, const CommandLine &Line);

} // namespace asynctidy::tool
