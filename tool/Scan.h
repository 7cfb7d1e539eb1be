// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A cheap look at a unit before it is parsed: its directives lead to the files
// it is made of, and what these spell says whether it can break a law at all.
// Whatever is unsure counts as "it can".
#pragma once

#include "Findings.h"
#include "Inputs.h"
#include "Project.h"
#include "support/Models.h"

#include "llvm/ADT/StringSet.h"

namespace asynctidy::tool {

/// What a source text spells.
struct Spelled {
  llvm::StringSet<> Names;
  bool Pastes = false;    ///< it has `##`: it can spell more than that
  bool Unclear = false;   ///< names go over line ends, or have a \u in them
  bool Marked = false;    ///< it speaks to the checks: annotations, comments
  bool Templates = false; ///< it declares some, or generic lambdas

  void add(llvm::StringRef Text);
};

struct Glance {
  /// By itself the unit can break no law, and starts no chain of calls from a
  /// loop. What others call in it may be another matter: see Recall.h.
  bool BreaksNoLaw = false;
  bool Templates = true; ///< files of the project seem to have some
};

/// Notes in \p Result which files the unit is made of, and in \p Asked what the
/// preprocessor asked the disk.
Glance scan(const UnitCommand &Unit, const std::vector<std::string> &Arguments,
            const Models &Known, UnitResult &Result, Inputs &Asked);

} // namespace asynctidy::tool
