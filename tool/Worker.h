// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One unit analysed, in a process of its own where others must not suffer from
// it, and how that ended. Who starts it waits for it.
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
  std::string Result; ///< its file, absolute
  /// What it asked the disk goes there too, absolute; empty: nowhere.
  std::string Inputs;
  std::string DepFile;   ///< the same, for Make and Ninja
  std::string DepTarget; ///< the result, as these name it
  Savings Saved = {};
  uint64_t Memory = 0; ///< bytes; 0: what the machine has

  std::string said() const { return Result + ".said"; }
};

/// Analyses the unit in this process, which is good for nothing else then:
/// clang changes the folder, and memory is limited. Gives the exit status.
int work(const WorkerWords &Words);

/// Does the same in a child of this process, which has no threads, with the
/// signals \p Blocked.
llvm::Expected<pid_t> startWorker(const WorkerWords &Words,
                                  const sigset_t &Blocked);

/// What it left, given its status of waitpid.
UnitResult finishWorker(const WorkerWords &Words, int Status);

/// Removes what it left.
void removeFiles(const WorkerWords &Words);

/// The result of a unit that could not be analysed.
UnitResult failedUnit(const WorkerWords &Words, const llvm::Twine &Reason);

} // namespace asynctidy::tool
