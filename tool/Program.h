// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The functions of all units and who calls whom across files: the fixed point
// of the checks' contexts and effects, over the whole program.
#pragma once

#include "Findings.h"

#include "llvm/ADT/StringMap.h"

#include <array>
#include <deque>

namespace asynctidy::tool {

class Program {
public:
  /// Joins the functions of \p Results; their order does not matter.
  explicit Program(const std::vector<UnitResult> &Results);

  /// What it knows of \p F.
  Reply reply(const Fact &F) const;

  /// Every function that a unit speaks of, by id.
  std::vector<llvm::StringRef> mentioned() const;

  /// All of it, for the plugin; of whether a function throws, or has a body, as
  /// much as the findings of \p Results ask.
  ProgramSummary summary(const std::vector<UnitResult> &Results) const;

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
    bool Throws = false;
    std::vector<Function *> ThrowTo; ///< who throws if this does
    std::vector<Edge> Calls;
    std::vector<Function *> Overriders;
    // What the fixed point finds.
    bool Reached = false, Possible = false;
    Function *Caller = nullptr;
    const SourcePlace *CalledAt = nullptr;
    unsigned Callers = 0;
  };
  /// A parameter, or a member.
  struct Thing {
    llvm::StringRef Key;
    const Function *Of = nullptr; ///< null: a member
    bool Seen = false;
    struct Handed {
      Thing *To;
      bool Always;
      const SourcePlace *At;
    };
    std::vector<Handed> Handings;
    /// Who gives it to this one: indices of their handings.
    std::vector<std::pair<Thing *, size_t>> From;
    /// By word: what is done to it here, or by whom it is given to.
    struct Done {
      const Step *Here = nullptr;
      const Handed *There = nullptr;
      explicit operator bool() const { return Here || There; }
    };
    std::array<Done, Fact::RunsOnThread + 1> Deeds;
  };
  Function &named(const std::string &Id);
  Thing &thing(const std::string &Id, std::optional<int> Parameter);
  void add(const FunctionSummary &F);
  void add(const ThingSummary &From, Thing &To);
  Reply replyOnLoop(const Function &F) const;
  static std::vector<Step> stepsOf(const Thing &T, Fact::Word Is);
  /// A call that leads somewhere, and who makes it.
  struct Lead {
    Function *To, *From;
    const SourcePlace *At;
  };
  void settle();
  void settleThrows();
  void settleDeeds();
  void spread(std::deque<Function *> Work, std::vector<Lead> &Unsure);

  llvm::StringMap<Function> Functions;
  llvm::StringMap<Thing> Things;
  const Step Unknown{{}, "nobody knows what happens to it there"};
};

} // namespace asynctidy::tool
