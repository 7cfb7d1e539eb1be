// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ReentrantLoopCheck.h"
#include "support/LoopCalls.h"

namespace asynctidy {

void ReentrantLoopCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (!S.Model)
        continue;
      if (!S.Model->PermitsNesting.empty()) {
        Report R(*this, U, S.C.nameLoc(),
                 "'" + S.C.name() +
                     "' lets event loops run inside each other; " +
                     S.Model->PermitsNesting);
        R.in(&F).library(S.Model->Of);
        if (!S.Model->Instead.empty())
          R.note(S.C.nameLoc(), S.Model->Instead);
        continue;
      }
      if (!S.Model->Pumps || !S.Model->Nested)
        continue;
      std::optional<OnLoop> Way = onLoop(S, U);
      // One library's loop may drive another's.
      if (!Way || (Way->Of && Way->Of->Name != S.Model->Of->Name))
        continue;
      // Another loop of the same library is held up by it, at most.
      Nesting N = *S.Model->Nested;
      if (runsOtherLoop(S, S.Model->Pumps, U)) {
        N = S.Model->NestedOther.value_or(Nesting::Allowed);
        if (N == Nesting::Allowed)
          continue;
      }
      Report R(*this, U, S.C.nameLoc(),
               "'" + S.C.name() + "' pumps a running event loop" +
                   consequence(N).str());
      R.in(&F).library(S.Model->Of).onLoop(*Way, S.Model->Of);
      if (!S.Model->Instead.empty())
        R.note(S.C.nameLoc(), S.Model->Instead);
      if (N == Nesting::Allowed || N == Nesting::Stalls)
        R.hazard();
    }
}

} // namespace asynctidy
