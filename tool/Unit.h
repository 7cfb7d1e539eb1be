// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The map step: one translation unit → one result.
#pragma once

#include "Config.h"
#include "Findings.h"
#include "Inputs.h"
#include "Project.h"

namespace asynctidy::tool {

/// What it may leave out of a unit, to find the same.
struct Savings {
  bool Scan = false;    ///< it is not parsed when it can break no law
  bool Bodies = true;   ///< of libraries only those are parsed that matter
  std::string Preamble; ///< the unit begins with it: its file; empty: with none
};

/// Parses the unit in this process, runs the checks, and gives what they found
/// with paths relative to \p Root. A unit that does not parse has `Failed` set.
/// \p Asked: what clang asked the disk.
UnitResult analyse(const UnitCommand &Unit, const ConfigWords &Words,
                   const std::string &Root, const std::string &ResourceDir,
                   const Savings &Saved, Inputs &Asked);

/// The hash that tells whether a file is still what was analysed.
std::string contentHash(llvm::StringRef Content);

} // namespace asynctidy::tool
