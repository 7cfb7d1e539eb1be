// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One unit analysed by `async-tidy unit` in a process of its own, and how that
// ended. Who starts it waits for it.
#pragma once

#include "Config.h"
#include "Findings.h"
#include "Project.h"
#include "Unit.h"

#include <csignal>
#include <sys/types.h>

namespace asynctidy::tool {

struct WorkerWords {
  const UnitCommand &Unit;
  const std::string &Root;
  const ConfigWords &Config;
  std::string Result;      ///< its file
  bool WithInputs = false; ///< it also says what it asked the disk
  Savings Saved = {};
  uint64_t Memory = 0; ///< bytes; 0: what the machine has

  std::string said() const { return Result + ".said"; }
  std::string inputs() const { return Result + ".inputs"; }
};

/// Starts it with the signals \p Blocked.
llvm::Expected<pid_t> startWorker(const WorkerWords &Words,
                                  const sigset_t &Blocked);

/// What it left, given its status of waitpid.
UnitResult finishWorker(const WorkerWords &Words, int Status);

/// Removes what it left.
void removeFiles(const WorkerWords &Words);

/// The result of a unit that could not be analysed.
UnitResult failedUnit(const WorkerWords &Words, const llvm::Twine &Reason);

} // namespace asynctidy::tool
