// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One part of the units of a project, for one of several machines: which units
// these are, and the file that their results travel in.
#pragma once

#include "Findings.h"
#include "Key.h"
#include "Project.h"

#include <map>

namespace asynctidy::tool {

struct Shard {
  unsigned Index = 1, Count = 0; ///< Count 0: there are no shards

  /// `2/8`, or `auto`: what Slurm, Bazel or a CI server says in the
  /// environment.
  static llvm::Expected<Shard> parse(llvm::StringRef Word);
};

/// What a file cost before, in seconds, by its name in reports.
using Costs = std::map<std::string, double>;
Costs costsOf(const std::vector<UnitResult> &Results);
std::string toText(const Costs &Known);
llvm::Expected<Costs> parseCosts(llvm::StringRef Text);

/// The indices of its units: heaviest first, each to the shard that has least.
/// What has no cost is as heavy as it is long. The same project and costs give
/// every shard the same picture.
std::vector<size_t> unitsOf(const Shard &Part, const Project &Whole,
                            const Costs &Known);

/// The results of one shard, with what tells whether others belong to it.
struct ShardResults {
  Shard Part;
  unsigned Units = 0;  ///< of the whole project
  std::string Picture; ///< of all units, who has which, and how they are read
  std::vector<UnitResult> Results;

  std::string toText() const;
  static llvm::Expected<ShardResults> parse(llvm::StringRef Text);
};

/// The same for all shards of one division.
std::string pictureOf(unsigned Count, const Project &Whole, const Costs &Known,
                      KeyMaker &Maker);

} // namespace asynctidy::tool
