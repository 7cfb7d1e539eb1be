// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "BlockingCallCheck.h"
#include "support/Edits.h"
#include "support/LoopCalls.h"
#include "support/Waits.h"

using namespace clang;

namespace asynctidy {

/// The object whose reading blocks, as `std::cin` does, when it is the first
/// that the call speaks of.
static const DeclRefExpr *blockingObject(const CallSite &S, const Unit &U) {
  llvm::SmallVector<const Expr *, 4> Spoken(S.C.Args);
  if (S.C.Object)
    Spoken.push_back(S.C.Object);
  for (const Expr *E : Spoken)
    if (const auto *D = dyn_cast<DeclRefExpr>(stripped(E)))
      if (const auto *V = dyn_cast<VarDecl>(D->getDecl());
          V && U.models().blockingObject(*V))
        return D;
  return nullptr;
}

/// `sleep_for(d)` → `co_await sleep(d)`, by the coroutine's own library.
static Edits sleepInstead(const CallSite &S, const Unit &U) {
  if (!S.In->Coroutine || S.In->Coroutine->Sleep.empty() || !mayAwait(S, U) ||
      !isDeclared(S.In->Coroutine->Sleep, U))
    return {};
  const Expr *For = S.C.at(S.Model->Sleeps);
  std::string Text = For ? textOf(For, U) : "";
  if (Text.empty())
    return {};
  return replaced(S.C.E,
                  "co_await " + S.In->Coroutine->Sleep + "(" + Text + ")", U);
}

void BlockingCallCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      bool Blocks = S.Model && !S.Model->Blocks.empty();
      const DeclRefExpr *Object = Blocks ? nullptr : blockingObject(S, U);
      if (!Blocks && !Object)
        continue;
      std::optional<OnLoop> Way = onLoop(S, U);
      if (!Way || (Blocks && (provenReady(S, U) || selfWait(S, U))))
        continue; // there already; or async-loop-self-wait's
      SourceLocation At = Object ? Object->getLocation() : S.C.nameLoc();
      std::string Name = Object ? plainName(*Object->getDecl()) : S.C.name();
      Report R(*this, U, At,
               "'" + Name + "' blocks the thread of a running event loop");
      R.in(&F).hazard().onLoop(*Way);
      if (Object) {
        R.note(At, "a thread reads it, and tells the loop");
        continue;
      }
      R.library(S.Model->Of).note(At, S.Model->Blocks);
      if (S.Model->Sleeps && Way->InCoroutine)
        R.fix(sleepInstead(S, U));
    }
}

} // namespace asynctidy
