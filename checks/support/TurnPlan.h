// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Summaries.h"
#include "llvm/ADT/StringMap.h"
#include <memory>

/// A chain of plain functions turned into coroutines: all of it, in all files,
/// or what stands in the way. Plain data in, plain data out: one unit alone and
/// a whole program are the same thing here.
namespace asynctidy {

struct TurnPlan {
  struct Edit : TextEdit {
    std::string File;
  };
  std::vector<Edit> Edits;
  std::string Description;      ///< what the edits do
  std::optional<Step> Obstacle; ///< without a text: not worth a note
};

class TurnPlanner {
public:
  /// Of \p All the order does not matter; they have to live on. \p Whole:
  /// nobody else calls their functions.
  TurnPlanner(const std::vector<const UnitSummary *> &All, bool Whole);
  ~TurnPlanner();

  TurnPlan plan(const Turnable &T) const;

private:
  struct Function;
  struct Walk;
  Function &named(const std::string &Id);
  void add(const FunctionSummary &F);

  llvm::StringMap<std::unique_ptr<Function>> Functions;
  std::map<std::string, Inclusion> Inclusions;
  const bool Whole;
};

} // namespace asynctidy
