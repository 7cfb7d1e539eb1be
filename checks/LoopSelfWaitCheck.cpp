// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "LoopSelfWaitCheck.h"
#include "support/Edits.h"
#include "support/LoopCalls.h"
#include "support/Waits.h"

using namespace clang;

namespace asynctidy {

/// `start(f(), loop).get()` → `co_await f()`, in a coroutine of the same
/// library; a handle that was kept is not touched.
static Edits awaitInstead(const CallSite &S, const SelfWait &W, const Unit &U) {
  const Expr *Handle = S.C.Object ? stripped(S.C.Object) : nullptr;
  Edits None;
  if (!W.StartedBy || Handle != W.StartedBy->C.E || !mayAwait(S, U, None))
    return None;
  for (const Expr *Arg : W.StartedBy->C.Args) {
    std::optional<Call> Made = asCall(stripped(Arg));
    const CoroutineModel *Type =
        Made ? U.models().coroutine(Made->E->getType()) : nullptr;
    if (Type && Type->Of == S.In->Coroutine->Of)
      return awaitedInstead(S.C.E, Made->E, U, U.parents(*S.In));
  }
  return {};
}

void LoopSelfWaitCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      std::optional<SelfWait> W = selfWait(S, U);
      if (!W || provenReady(S, U))
        continue;
      const Nesting Outcome = S.Model->Nested.value_or(Nesting::Hangs);
      Report R(*this, U, S.C.nameLoc(),
               "'" + S.C.name() + "' waits on " +
                   (W->OfPool ? "a pool's thread for that pool"
                              : "a loop's thread for that loop") +
                   consequence(Outcome).str());
      R.in(&F).library(S.Model->Of);
      std::optional<OnLoop> Way;
      if (!W->OfPool)
        Way = onLoop(S, U);
      if (Way)
        R.onLoop(*Way);
      if (W->HandedBy)
        R.note(W->HandedBy->C.nameLoc(),
               F.name() + " runs on the pool: it is handed to '" +
                   W->HandedBy->C.name() + "' here");
      if (W->StartedBy)
        R.note(W->StartedBy->C.nameLoc(),
               "what it waits for is given to the same " +
                   std::string(W->OfPool ? "pool" : "loop") + " here");
      R.note(S.C.nameLoc(), S.Model->Blocks);
      if (!W->Certain)
        R.hazard();
      if (Way && Way->InCoroutine) {
        Edits Awaited = tokenInstead(S, U);
        R.fix(Awaited.empty() ? awaitInstead(S, *W, U) : std::move(Awaited));
      }
    }
}

} // namespace asynctidy
