// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The functions of all units, who calls whom across files, and what runs on a
// loop: the fixed point of the checks' contexts, over the whole program.
#pragma once

#include "Findings.h"

#include "llvm/ADT/StringMap.h"

#include <deque>

namespace asynctidy::tool {

class Program {
public:
  /// Joins the functions of \p Results; their order does not matter.
  explicit Program(const std::vector<UnitResult> &Results);

  /// Why the function \p Id runs on a loop.
  struct Chain {
    std::vector<Hop> Hops;
    bool Possible = false; ///< through a virtual call
    unsigned MoreCallers = 0;
  };
  /// Nothing when no chain of the program leads there.
  std::optional<Chain> onLoop(llvm::StringRef Id) const;

  /// All of it, for the plugin.
  ProgramSummary summary() const;

private:
  struct Function;
  struct Edge {
    Function *To;
    const SourcePlace *At;
    bool Virtual;
  };
  struct Function {
    llvm::StringRef Id;
    const std::string *Name = nullptr;
    const SourcePlace *At = nullptr;
    /// Several bodies: programs of one database that share a name. Whose is
    /// meant can't be told, so that no chain leads through.
    bool Ambiguous = false;
    bool IsCoroutine = false;
    const FunctionSummary *Because = nullptr;
    std::vector<Edge> Calls;
    std::vector<Function *> Overriders;
    // What the fixed point finds.
    bool Reached = false, Possible = false;
    Function *Caller = nullptr;
    const SourcePlace *CalledAt = nullptr;
    unsigned Callers = 0;
  };
  Function &named(const std::string &Id);
  void add(const FunctionSummary &F);
  /// A call that leads somewhere, and who makes it.
  struct Step {
    Function *To, *From;
    const SourcePlace *At;
  };
  void settle();
  void spread(std::deque<Function *> Work, std::vector<Step> &Unsure);

  llvm::StringMap<Function> Functions;
};

} // namespace asynctidy::tool
