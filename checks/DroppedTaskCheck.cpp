// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "DroppedTaskCheck.h"
#include "support/Coroutines.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/Objects.h"

using namespace clang;

namespace asynctidy {

namespace {

/// Does \p Handler catch every error that a program throws, and see to it?
bool catchesAll(const CXXCatchStmt &Handler, const Unit &U) {
  return !Handler.getExceptionDecl() ||
         U.models().isError(Handler.getCaughtType());
}

bool rethrows(const Stmt *S) {
  return S && !isa<LambdaExpr>(S) &&
         (isa<CXXThrowExpr>(S) || llvm::any_of(S->children(), rethrows));
}

/// Is there an await in \p S that gives no error as a value, or a throw?
bool hasOtherAwait(const Stmt *S, const Unit &U) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (const auto *A = dyn_cast<CoawaitExpr>(S);
      A && !U.models().carriesError(A->getType()))
    return true;
  return isa<CXXThrowExpr, CoyieldExpr>(S) ||
         llvm::any_of(S->children(), [&](const Stmt *Child) {
           return hasOtherAwait(Child, U);
         });
}

/// Is everything that may fail in \p S inside a `try` that catches it all? What
/// cannot fail need not be.
bool seesItsErrors(const Stmt *S, const Unit &U) {
  if (!S || isa<LambdaExpr>(S))
    return true;
  if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
    bool All = false;
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I) {
      All |= catchesAll(*Try->getHandler(I), U);
      if (rethrows(Try->getHandler(I)->getHandlerBlock()))
        return false;
    }
    return All || seesItsErrors(Try->getTryBlock(), U);
  }
  // An operation that gives its error as a value throws none, from its start
  // on.
  if (const auto *A = dyn_cast<CoawaitExpr>(S);
      A && U.models().carriesError(A->getType()))
    return !hasOtherAwait(A->getOperand(), U);
  if (isa<CXXThrowExpr>(S) || isSuspension(S))
    return false;
  if (const auto *R = dyn_cast<CoreturnStmt>(S))
    return seesItsErrors(R->getOperand(), U);
  if (std::optional<Call> C = asCall(S); C && U.mayThrow(*C))
    return false;
  return llvm::all_of(S->children(), [&](const Stmt *Child) {
    return seesItsErrors(Child, U);
  });
}

/// What runs as the work \p E: a coroutine that is made there, or a callable.
const Function *workOf(const Expr *E, const Unit &U) {
  std::optional<Call> Made = asCall(stripped(E));
  if (const Function *F = Made ? U.function(Made->Callee) : nullptr)
    return F;
  auto Found = U.targets(E);
  return Found.size() == 1 ? Found.front() : nullptr;
}

std::string workName(const Expr *E, const Unit &U) {
  const Function *F = workOf(E, U);
  if (F)
    return F->name();
  std::optional<Call> Made = asCall(stripped(E));
  return Made && !isa<CXXConstructorDecl>(Made->Callee)
             ? "'" + Made->name() + "'"
             : "this work";
}

/// Does the local variable \p V die with nobody having looked at it?
bool diesUnseen(const VarDecl &V, const Function &F, const Unit &U) {
  return V.hasLocalStorage() &&
         llvm::all_of(usesOf(V, F, U, U.parents(F)),
                      [](const Use &Each) { return Each.K == Use::Discarded; });
}

/// `start(f());` → `co_await start(f());`, where that is a statement of a
/// coroutine and the handle one that can be awaited.
Edits awaitInstead(const CallSite &S, const Function &F, const Unit &U) {
  Edits None;
  if (!isAwaitable(S.C.E->getType()) || !mayAwait(S, U, None))
    return None;
  const Stmt *Whole = S.C.E;
  while (isa_and_nonnull<Expr>(U.parents(F).getParent(Whole)))
    Whole = U.parents(F).getParent(Whole);
  const auto *E = dyn_cast<Expr>(Whole);
  // No cast, no comma: the statement is the call and nothing else.
  if (!E || E->IgnoreImplicit() != S.C.E->IgnoreImplicit())
    return {};
  return awaitedInstead(S.C.E, S.C.E, U, U.parents(F));
}

} // namespace

void DroppedTaskCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (!S.Model)
        continue;

      // Case 1: started with word that nobody looks at the outcome.
      if (const Expr *Work = S.C.at(S.Model->Unobserved)) {
        if (const Function *G = workOf(Work, U); G && seesItsErrors(G->Body, U))
          continue;
        Report(*this, U, S.C.nameLoc(),
               "nobody sees the outcome of " + workName(Work, U) +
                   "; an exception in it is lost")
            .in(&F)
            .library(S.Model->Of)
            .note(S.C.nameLoc(),
                  "give it a handler, or catch its errors in it");
        continue;
      }

      if (!S.Model->Spawns || !U.models().isTask(S.C.E->getType()) || !F.Body)
        continue;
      Use Result = consumerOf(S.C.E, U, U.parents(F));
      // Case 2: create_task(f());   (void)create_task(f());
      if (Result.K == Use::Discarded || !Result.At) {
        Report(*this, U, S.C.nameLoc(),
               "task returned by '" + S.C.name() +
                   "' is dropped; its result and exception are lost")
            .in(&F)
            .library(S.Model->Of)
            .note(S.C.nameLoc(),
                  "keep it and await it, or start it in a task group",
                  awaitInstead(S, F, U));
        continue;
      }
      // Case 3: auto task = create_task(f()); and no more.
      const VarDecl *V = Result.keptIn();
      if (V && U.models().isTask(V->getType().getNonReferenceType()) &&
          diesUnseen(*V, F, U))
        Report(*this, U, V->getLocation(),
               "task in '" + V->getNameAsString() +
                   "' is never looked at; its result and exception are lost")
            .in(&F)
            .library(S.Model->Of)
            .note(V->getLocation(), "await it, or start it in a task group");
    }
}

} // namespace asynctidy
