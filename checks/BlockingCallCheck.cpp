// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "BlockingCallCheck.h"
#include "support/Edits.h"
#include "support/LoopCalls.h"
#include "support/Objects.h"
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
  Edits None;
  const auto *E = dyn_cast<CallExpr>(S.C.E);
  if (!E || !S.In->Coroutine || S.In->Coroutine->Sleep.empty() ||
      !mayAwait(S, U, None))
    return None;
  const CoroutineModel &Type = *S.In->Coroutine;
  return withDeclared(replaced(E->getCallee(), "co_await " + Type.Sleep, U),
                      Type.Sleep, Type.SleepHeader, E->getBeginLoc(), U);
}

/// Why \p S, which is at work on \p Part of a call, needs this thread; empty
/// when another one can do it.
static std::string needsThisThread(const Stmt *Part, const CallSite &S,
                                   const Unit &U) {
  if (!Part)
    return "";
  if (isa<CoroutineSuspendExpr>(Part))
    return "it awaits an argument";
  if (const auto *E = dyn_cast<Expr>(Part))
    if (U.models().isLockGuard(E->getType().getNonReferenceType()))
      return "the thread that took its lock has to wait";
  if (const auto *R = dyn_cast<DeclRefExpr>(Part))
    if (const auto *V = dyn_cast<VarDecl>(R->getDecl());
        V && V->getTLSKind() != VarDecl::TLS_None)
      return "each thread has a '" + V->getNameAsString() + "' of its own";
  if (std::optional<Call> C = asCall(Part); C && C->E != S.C.E)
    if (!inStandardLibrary(*C->Callee) && !C->Callee->isExternC())
      return "'" + C->name() + "' may need this thread";
  if (isa<LambdaExpr>(Part))
    return "";
  for (const Stmt *Child : Part->children())
    if (std::string Why = needsThisThread(Child, S, U); !Why.empty())
      return Why;
  return "";
}

/// `wait()` → `co_await to_thread([&] { return wait(); })`.
static Edits offloaded(const CallSite &S, const Unit &U) {
  Edits None;
  if (!S.In->Coroutine || S.In->Coroutine->Offload.empty() ||
      !mayAwait(S, U, None))
    return None;
  const CoroutineModel &Type = *S.In->Coroutine;
  const Expr *E = S.C.E;
  ParentMap &Parents = U.parents(*S.In);
  const bool Dropped = E->getType()->isVoidType() ||
                       consumerOf(E, U, Parents).K == Use::Discarded;
  if (isa<CXXConstructExpr>(E))
    return refused("what it makes belongs to this thread");
  if (!Dropped && E->isGLValue())
    return refused("it gives a reference");
  if (S.Model && S.Model->Locks)
    return refused("the thread that takes a lock has to free it");
  if (std::string Why = needsThisThread(E, S, U); !Why.empty())
    return refused(Why);
  return withDeclared(
      wrappedAwait(E, Type.Offload + (Dropped ? "([&] { " : "([&] { return "),
                   "; })", U, Parents),
      Type.Offload, Type.OffloadHeader, E->getBeginLoc(), U);
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
        R.note(At, "a thread reads it, and tells the loop",
               Way->InCoroutine ? offloaded(S, U) : Edits());
        continue;
      }
      R.library(S.Model->Of);
      if (!Way->InCoroutine) {
        R.note(At, S.Model->Blocks);
      } else if (S.Model->Sleeps) {
        R.note(At, S.Model->Blocks).fix(sleepInstead(S, U));
      } else if (Edits Awaited = tokenInstead(S, U); !Awaited.empty()) {
        R.note(At, S.Model->Blocks, std::move(Awaited));
      } else {
        R.note(At, S.Model->Blocks, offloaded(S, U));
      }
    }
}

} // namespace asynctidy
