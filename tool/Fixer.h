// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The fixes of all findings, merged over the whole project, made in a draft of
// it and looked at again there; those that do harm are taken back, each alone.
#pragma once

#include "Draft.h"
#include "Findings.h"
#include "Project.h"

#include <functional>
#include <set>

namespace asynctidy::tool {

/// How the Fixer looks at the project.
struct Look {
  /// Analyses units with the overlay of a draft. Its texts are in \c Texts,
  /// which has to go when a signal ends the process.
  std::function<llvm::Expected<std::vector<UnitResult>>(
      const std::vector<UnitCommand> &, const std::string &Overlay,
      TemporaryFolder &Texts)>
      Analyse;
  std::function<Findings(const std::vector<UnitResult> &)> Link;
};

class Fixer {
public:
  /// Picks for each finding its safe fix, or with \p Suggested the suggested
  /// one where there is one.
  Fixer(const Project &Fixed, bool Suggested, Look See)
      : Fixed(Fixed), Suggested(Suggested), See(std::move(See)), Kept(Fixed) {}

  /// Fixes what can be fixed in the draft: round after round, since a fix may
  /// make place for another one, five at most. \p Results and \p Found become
  /// those of the draft. Without \p Verify: one round, and no look at it.
  llvm::Error run(std::vector<UnitResult> &Results, Findings &Found,
                  bool Verify);

  const Draft &draft() const { return Kept; }
  size_t fixes() const { return Made; }

  /// A finding whose fix is not made, and why.
  struct Refusal {
    std::string File;
    int Line, Column;
    std::string Check, Reason;

    friend auto operator<=>(const Refusal &, const Refusal &) = default;
  };
  /// In order.
  const std::set<Refusal> &refused() const { return Refused; }

private:
  /// A fix that was picked in this round.
  struct Pick {
    const Finding *Of;
    const Fix *Repair;
  };
  struct Harm {
    std::string Reason;
    std::set<std::string> Sources; ///< of the units that show it
    std::set<size_t> Units;
  };
  using Picks = std::vector<Pick>;

  Picks pickAll(const Findings &Found);
  llvm::Expected<Draft> drafted(const Picks &Picked, const Findings &Found);
  llvm::Expected<std::vector<UnitResult>>
  analysed(const Draft &Of, const std::vector<UnitResult> &Results,
           const std::set<size_t> &Only);
  llvm::Expected<std::vector<Harm>>
  harmOf(const std::vector<UnitResult> &Now,
         const std::vector<UnitResult> &Before, const Findings &Found) const;
  llvm::Expected<size_t> culprit(const Picks &Picked, const Harm &Done,
                                 const std::vector<UnitResult> &Results,
                                 const Findings &Found);
  void refuse(const Finding &Of, const std::string &Reason);

  const Project &Fixed;
  const bool Suggested;
  const Look See;
  Draft Kept;
  size_t Made = 0;
  std::set<Refusal> Refused;
  /// Fixes that did harm: not again.
  std::set<std::string> Harmful;
  /// What a unit gave with these texts.
  std::map<std::pair<size_t, std::string>, UnitResult> Looked;
};

} // namespace asynctidy::tool
