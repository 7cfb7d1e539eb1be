// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What units begin with alike, the headers of libraries, is parsed once for all
// of them. A preamble is a file with the `#include` lines, in the run's folder;
// the first unit that wants it makes the rest beside it: the precompiled
// header, and what has to be known about it.
#pragma once

#include "Bodies.h"
#include "Inputs.h"
#include "Project.h"

#include <string>
#include <vector>

namespace asynctidy::tool {

/// Which units begin alike.
struct Beginnings {
  static constexpr size_t None = ~size_t(0);

  std::vector<std::string> Texts; ///< of the preambles: lines of `#include`
  std::vector<size_t> OfUnit;     ///< an index of Texts, or None
};

/// Reads the start of each unit of \p Units. A preamble costs about what one
/// unit saves by it.
Beginnings beginAlike(const std::vector<UnitCommand> &Units);

/// A preamble that is made.
struct Preamble {
  std::string Precompiled; ///< its file
  LeftOut Which;           ///< what was left out of it
  Inputs Asked;            ///< what clang asked the disk for it
  double Seconds = 0;      ///< of CPU, where this process made it; else 0
};

/// The preamble \p File for a unit that is compiled with \p Arguments, made now
/// if need be; none where it does not fit, or cannot be made: the unit is then
/// parsed without. Others that want the same one wait.
std::optional<Preamble> preambleOf(const std::string &File,
                                   const UnitCommand &Unit,
                                   const std::vector<std::string> &Arguments,
                                   const LeftOut &Which);

/// Removes \p File and what is beside it.
void removePreamble(const std::string &File);

} // namespace asynctidy::tool
