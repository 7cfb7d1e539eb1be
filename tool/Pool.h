// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Worker processes: one unit each, with a time limit; none can hurt another.
#pragma once

#include "Config.h"
#include "Findings.h"
#include "Project.h"
#include "Unit.h"

#include <functional>

namespace asynctidy::tool {

class Cache;

struct PoolWords {
  unsigned Jobs = 0;                       ///< 0: one per core
  unsigned Timeout = 600;                  ///< seconds for one unit
  uint64_t Memory = 0;                     ///< bytes; 0: what the machine has
  bool Progress = false;                   ///< a line on standard error
  std::function<void()> CleanUp = nullptr; ///< before a signal ends us
  Cache *Kept = nullptr;                   ///< results of before; null: none
  Savings Saved;
  bool Preambles = true; ///< what units begin with alike is parsed once
};

/// Analyses \p Units, each in a process of its own, those that the cache does
/// not know, and gives the results in the order of the units. Fails only where
/// no worker can be run at all.
llvm::Expected<std::vector<UnitResult>>
analyseAll(const std::vector<UnitCommand> &Units, const std::string &Root,
           const ConfigWords &Config, const PoolWords &Words);

} // namespace asynctidy::tool
