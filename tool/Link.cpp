// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Link.h"
#include "Fingerprint.h"
#include "Program.h"
#include "support/TurnPlan.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <set>
#include <tuple>

namespace asynctidy::tool {

using llvm::StringRef;

/// The whole of it, so that of two equal findings with different chains the
/// same one is kept whatever the order of the units.
static std::string everything(const Finding &Found) {
  std::string Text;
  llvm::raw_string_ostream Stream(Text);
  llvm::json::OStream Out(Stream);
  write(Out, Found, /*WithText=*/false);
  return Text;
}

static Hop hopOf(Step S) {
  return {std::move(S.At.File), S.At.Line, S.At.Column, std::move(S.Text),
          std::move(S.At.Text)};
}

/// The notes of a chain: its seed, the last calls, and how many were left out
/// between (as the checks tell it).
static void tell(Reply Why, const Finding &Found, std::vector<Hop> &Hops) {
  constexpr size_t Most = 8;
  const size_t Skip = Why.Steps.size() > Most ? Why.Steps.size() - Most : 0;
  for (size_t I = 0; I < Why.Steps.size(); ++I) {
    if (Skip && I > 1 && I <= Skip)
      continue;
    Hops.push_back(hopOf(std::move(Why.Steps[I])));
    if (Skip && I == 1)
      Hops.back().Message = "and " + counted(Skip, "more call");
  }
  if (Why.MoreCallers)
    Hops.push_back({Found.File, Found.Line, Found.Column,
                    "and " + counted(Why.MoreCallers, "more caller"),
                    Found.Text});
}

/// \p Found, with the notes of the first of its evidence that holds.
static std::optional<Finding>
decided(Finding Found, llvm::function_ref<Reply(const Fact &)> Ask) {
  for (Evidence &Each : Found.When) {
    std::vector<Hop> Hops;
    for (Step &S : Each.Steps)
      Hops.push_back(hopOf(std::move(S)));
    bool Possible = false;
    if (!llvm::all_of(Each.Facts, [&](const Fact &F) {
          Reply Answer = Ask(F);
          if (!holds(F, Answer))
            return false;
          if (F.Wanted == Fact::Yes) {
            Possible |= Answer.Possible;
            tell(std::move(Answer), Found, Hops);
          }
          return true;
        }))
      continue;
    if (Possible)
      Found.Severity = "warning";
    Found.Chain.insert(Found.Chain.begin(),
                       std::make_move_iterator(Hops.begin()),
                       std::make_move_iterator(Hops.end()));
    Found.When.clear();
    return Found;
  }
  return std::nullopt;
}

/// What no unit can decide alone.
static void addConditional(const std::vector<UnitResult> &Results,
                           bool WholeProgram, std::vector<Finding> &All) {
  std::optional<Program> Whole;
  if (WholeProgram)
    Whole.emplace(Results);
  for (const UnitResult &Result : Results)
    for (const Finding &Found : Result.Conditional)
      if (std::optional<Finding> Holds = decided(Found, [&](const Fact &F) {
            return Whole ? Whole->reply(F) : Reply();
          }))
        All.push_back(std::move(*Holds));
}

/// The fix that turns the chain of \p Found, or the note of what stands in the
/// way.
static void addTurn(const TurnPlanner &Planner, Finding &Found) {
  TurnPlan Plan = Planner.plan(std::exchange(Found.Turned, {}));
  if (Plan.Obstacle && Plan.Obstacle->Text.empty())
    return;
  if (Plan.Obstacle) {
    Found.Chain.push_back(hopOf(std::move(*Plan.Obstacle)));
  } else if (!Plan.Edits.empty()) {
    Found.Chain.push_back(
        {Found.File, Found.Line, Found.Column, Plan.Description, Found.Text});
    Fix Repair{/*Safe=*/false, std::move(Plan.Description), {}};
    for (TurnPlan::Edit &E : Plan.Edits)
      Repair.Edits.push_back(
          {std::move(E.File), E.Offset, E.Length, std::move(E.Text)});
    Found.Fixes.push_back(std::move(Repair));
  }
}

/// Sees to the chains of all that was found.
static void addTurns(const std::vector<UnitResult> &Results, bool WholeProgram,
                     bool EveryUnit, std::vector<Finding> &All) {
  if (llvm::all_of(All, [](const Finding &F) { return F.Turned.Id.empty(); }))
    return;
  // Half a syntax tree is good for a finding, not for a repair.
  EveryUnit &= llvm::none_of(
      Results, [](const UnitResult &Result) { return Result.Failed; });
  std::vector<const UnitSummary *> Summaries;
  for (const UnitResult &Result : Results)
    Summaries.push_back(&Result.Summary);
  const TurnPlanner Planner(Summaries, WholeProgram && EveryUnit);
  for (Finding &Found : All)
    if (!Found.Turned.Id.empty())
      addTurn(Planner, Found);
}

Findings link(const std::vector<UnitResult> &Results, bool WholeProgram,
              bool EveryUnit) {
  Findings Joined;
  addConditional(Results, WholeProgram, Joined.All);
  std::set<Failure> Failed;
  std::set<std::string> Files;
  Joined.Units = Results.size();
  for (const UnitResult &Result : Results) {
    Files.insert(Result.File);
    Joined.Cached += Result.Cached;
    Joined.Skipped += Result.Skipped;
    if (!Result.Cached) {
      Joined.AfterPreamble += Result.AfterPreamble;
      Joined.Seconds += Result.Seconds;
      for (const auto &[What, Seconds] : Result.Times)
        Joined.Times[What] += Seconds;
      Joined.Slowest.emplace_back(Result.File, Result.Seconds);
    }
    if (Result.Failed)
      Failed.insert({Result.File, *Result.Failed});
    Joined.Sources.insert(Result.Sources.begin(), Result.Sources.end());
    llvm::copy(Result.Findings, std::back_inserter(Joined.All));
  }
  addTurns(Results, WholeProgram, EveryUnit, Joined.All);
  applyAllowances(Results, EveryUnit, Joined);
  Joined.Files = Files.size();
  llvm::sort(Joined.Slowest, [](const auto &Left, const auto &Right) {
    return Left.second != Right.second ? Left.second > Right.second
                                       : Left.first < Right.first;
  });
  Joined.Slowest.resize(std::min<size_t>(Joined.Slowest.size(), 5));
  Joined.Failed.assign(Failed.begin(), Failed.end());

  llvm::sort(Joined.All, [](const Finding &Left, const Finding &Right) {
    if (identity(Left) != identity(Right))
      return identity(Left) < identity(Right);
    // What counts first, then the shortest chain: it is the one that stays.
    if (Left.Suppressed.has_value() != Right.Suppressed.has_value())
      return Right.Suppressed.has_value();
    if (Left.Chain.size() != Right.Chain.size())
      return Left.Chain.size() < Right.Chain.size();
    if (Left.Fixes.size() != Right.Fixes.size())
      return Left.Fixes.size() > Right.Fixes.size();
    return everything(Left) < everything(Right);
  });
  Joined.All.erase(std::unique(Joined.All.begin(), Joined.All.end(),
                               [](const Finding &Left, const Finding &Right) {
                                 return identity(Left) == identity(Right);
                               }),
                   Joined.All.end());
  addFingerprints(Joined.All);
  Joined.setSuppressedAside();
  return Joined;
}

} // namespace asynctidy::tool
