// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "NestedRunCheck.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/Objects.h"
#include "clang/AST/ParentMap.h"

using namespace clang;

namespace asynctidy {

static llvm::StringRef consequence(Nesting N) {
  switch (N) {
  case Nesting::Throws:
    return "; it throws";
  case Nesting::Hangs:
    return "; it never returns";
  case Nesting::Undefined:
    return "; the behavior is undefined";
  case Nesting::Aborts:
    return "; it aborts";
  case Nesting::Fails:
    return "; it returns an error";
  case Nesting::Stalls:
    return "; the loop stalls until it returns";
  case Nesting::Allowed:
    break;
  }
  return "";
}

/// What running this loop here does: a loop that this function made for itself
/// is another one than the loop it runs on.
static Nesting nesting(const CallSite &S, const Unit &U) {
  Nesting Same = *S.Model->Nested;
  if (!S.Model->NestedOther)
    return Same;
  const Expr *E = S.C.at(S.Model->Runs);
  const auto *V = E ? dyn_cast_or_null<VarDecl>(objectOf(E, U).Decl) : nullptr;
  bool Private = V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) &&
                 U.models().loop(V->getType()) &&
                 !V->getType()->isReferenceType() && S.In->Decl &&
                 V->getDeclContext() == S.In->Decl;
  return Private ? *S.Model->NestedOther : Same;
}

static bool isStaticDeclaration(const Stmt *S) {
  const auto *D = dyn_cast<DeclStmt>(S);
  return D && llvm::any_of(D->decls(), [](const Decl *Each) {
           const auto *V = dyn_cast<VarDecl>(Each);
           return V && !V->hasLocalStorage();
         });
}

/// Can control come to \p S at all?
static bool isReached(const CallSite &S, const Unit &U) {
  if (!S.In->Decl)
    return true;
  Paths P(*S.In, U);
  return !P.valid() || P.reaches(S.C.E);
}

/// `run(f())` and `loop.run_until_complete(f())` in a coroutine → `co_await
/// f()`.
static Edits awaitInstead(const CallSite &S, const Unit &U) {
  if (!S.In->Coroutine || !mayEdit(*S.In) || S.C.Args.size() != 1)
    return {};
  const Expr *Coroutine = S.C.Args.front();
  std::optional<Call> Made = asCall(stripped(Coroutine));
  const CoroutineModel *Type =
      Made ? U.models().coroutine(Made->E->getType()) : nullptr;
  if (!Type || Type->Of != S.In->Coroutine->Of)
    return {};
  ParentMap &Parents = U.parents(*S.In);
  for (const Stmt *P = S.C.E; P; P = Parents.getParent(P))
    if (isa<CXXCatchStmt>(P) || isStaticDeclaration(P))
      return {}; // neither a handler nor a static's initialiser can suspend
  return awaitedInstead(S.C.E, Made->E, U, Parents);
}

void NestedRunCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (!S.Model || !S.Model->Runs || !S.Model->Nested ||
          S.State == Guard::NoLoop)
        continue;
      const Why *Reason = U.onLoop(F);
      bool Asked = S.State == Guard::LoopRuns && S.GuardedBy;
      // What only another file's caller can prove.
      bool Open = !Reason && !Asked;
      if (Open && (!F.Decl || F.Decl->isMain()))
        continue;
      Nesting N = nesting(S, U);
      if (N == Nesting::Allowed || !isReached(S, U))
        continue;
      Report R(*this, U, S.C.nameLoc(),
               "'" + S.C.name() + "' is called on a running event loop" +
                   consequence(N).str());
      R.in(&F).library(S.Model->Of);
      if (Reason) {
        R.notes(U.chain(F));
        if (unsigned More = U.otherCallers(F))
          R.note(F.location(),
                 "and " + std::to_string(More) +
                     (More == 1 ? " more caller" : " more callers"));
      } else if (Open) {
        R.when(F);
      } else {
        std::optional<Call> Guard = asCall(S.GuardedBy);
        R.note(S.GuardedBy->getExprLoc(),
               F.name() + " runs on the loop: '" +
                   (Guard ? Guard->name() : "the guard") + "' is true here");
      }
      if (!S.Model->Instead.empty())
        R.note(S.C.nameLoc(), S.Model->Instead);
      if (N == Nesting::Stalls || (Reason && Reason->Possible))
        R.hazard();
      if (N != Nesting::Stalls && Reason && Reason->K == Why::Coroutine)
        R.fix(awaitInstead(S, U));
    }
}

} // namespace asynctidy
