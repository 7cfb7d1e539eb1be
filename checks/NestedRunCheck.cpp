// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "NestedRunCheck.h"
#include "support/Edits.h"
#include "support/LoopCalls.h"
#include "support/Turns.h"

using namespace clang;

namespace asynctidy {

/// `run(f())` and `loop.run_until_complete(f())` in a coroutine → `co_await
/// f()`.
static Edits awaitInstead(const CallSite &S, const Unit &U) {
  Edits None;
  if (S.C.Args.size() != 1 || !mayAwait(S, U, None))
    return None;
  const Expr *Coroutine = S.C.Args.front();
  std::optional<Call> Made = asCall(stripped(Coroutine));
  const CoroutineModel *Type =
      Made ? U.models().coroutine(Made->E->getType()) : nullptr;
  if (!Type || Type->Of != S.In->Coroutine->Of)
    return {};
  return awaitedInstead(S.C.E, Made->E, U, U.parents(*S.In));
}

void NestedRunCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (!S.Model || !S.Model->Runs || S.Model->Pumps || !S.Model->Nested)
        continue;
      Nesting N = nesting(S, U);
      std::optional<OnLoop> Way;
      if (N != Nesting::Allowed)
        Way = onLoop(S, U);
      if (!Way)
        continue;
      Report R(*this, U, S.C.nameLoc(),
               "'" + S.C.name() + "' is called on a running event loop" +
                   consequence(N).str());
      R.in(&F).library(S.Model->Of).onLoop(*Way);
      if (!S.Model->Instead.empty())
        R.note(S.C.nameLoc(), S.Model->Instead);
      if (N == Nesting::Stalls)
        R.hazard();
      if (N != Nesting::Stalls && Way->InCoroutine)
        R.fix(awaitInstead(S, U));
      else if (N != Nesting::Stalls)
        R.turn(F, turnable(S, U));
    }
}

} // namespace asynctidy
