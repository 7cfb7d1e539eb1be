// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Link.h"
#include "Fingerprint.h"
#include "Program.h"

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

/// The notes of a chain: its seed, the last calls, and how many were left out
/// between (as the checks tell it).
static std::vector<Hop> told(Program::Chain Why) {
  constexpr size_t Most = 8;
  std::vector<Hop> Hops = std::move(Why.Hops);
  if (Hops.size() > Most) {
    size_t Skip = Hops.size() - Most;
    Hops[1].Message = "and " + counted(Skip, "more call");
    Hops.erase(Hops.begin() + 2, Hops.begin() + 1 + Skip);
  }
  return Hops;
}

/// What no unit could see alone.
static void addWholeProgram(const std::vector<UnitResult> &Results,
                            std::vector<Finding> &All) {
  const Program Whole(Results);
  for (const UnitResult &Result : Results)
    for (Finding Found : Result.Conditional) {
      std::optional<Program::Chain> Why = Whole.onLoop(Found.When);
      if (!Why)
        continue;
      if (Why->Possible)
        Found.Severity = "warning";
      const unsigned More = Why->MoreCallers;
      std::vector<Hop> Chain = told(std::move(*Why));
      if (More)
        Chain.push_back({Found.File, Found.Line, Found.Column,
                         "and " + counted(More, "more caller"), Found.Text});
      Found.Chain.insert(Found.Chain.begin(), Chain.begin(), Chain.end());
      Found.When.clear();
      All.push_back(std::move(Found));
    }
}

Findings link(const std::vector<UnitResult> &Results, bool WholeProgram,
              bool EveryUnit) {
  Findings Joined;
  if (WholeProgram)
    addWholeProgram(Results, Joined.All);
  std::set<Failure> Failed;
  std::set<std::string> Files;
  Joined.Units = Results.size();
  for (const UnitResult &Result : Results) {
    Files.insert(Result.File);
    Joined.Cached += Result.Cached;
    if (!Result.Cached) {
      Joined.Seconds += Result.Seconds;
      Joined.Slowest.emplace_back(Result.File, Result.Seconds);
    }
    if (Result.Failed)
      Failed.insert({Result.File, *Result.Failed});
    Joined.Sources.insert(Result.Sources.begin(), Result.Sources.end());
    llvm::copy(Result.Findings, std::back_inserter(Joined.All));
  }
  applyAllowances(Results, EveryUnit, Joined);
  Joined.Files = Files.size();
  llvm::stable_sort(Joined.Slowest, [](const auto &Left, const auto &Right) {
    return Left.second > Right.second;
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
