// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "SwallowedCancellationCheck.h"
#include "support/Coroutines.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"

using namespace clang;

namespace asynctidy {

namespace {

bool isRethrow(const Stmt *S) {
  const auto *T = dyn_cast_or_null<CXXThrowExpr>(S);
  return T && !T->getSubExpr();
}

/// Is there a `throw;` below \p S?
bool rethrows(const Stmt *S) {
  return S && !isa<LambdaExpr>(S) &&
         (isRethrow(S) || llvm::any_of(S->children(), rethrows));
}

/// Does \p Handler catch a cancellation?
bool catches(const CXXCatchStmt &Handler, const Unit &U) {
  return !Handler.getExceptionDecl() ||
         U.models().isCancellation(Handler.getCaughtType());
}

/// Does \p S speak of a task?
bool mentionsTask(const Stmt *S, const Unit &U) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (const auto *E = dyn_cast<Expr>(S))
    if (U.models().isTask(E->getType().getNonReferenceType()))
      return true;
  return llvm::any_of(
      S->children(), [&](const Stmt *Child) { return mentionsTask(Child, U); });
}

/// How a handler ends a cancellation.
struct Swallowed {
  const CXXCatchStmt *Handler;
  const Expr *Suspension;
  const Stmt *By = nullptr; ///< a `co_return` or a `throw`; null: its end
};

class Handlers {
public:
  Handlers(const Function &F, const Unit &U) : F(F), U(U) { find(F.Body); }
  std::vector<Swallowed> Found;

private:
  /// Can a cancellation leave \p S? Gives the suspension that lets it in.
  const Expr *find(const Stmt *S) {
    if (!S || isa<LambdaExpr>(S))
      return nullptr;
    if (const auto *C = dyn_cast<CoroutineSuspendExpr>(S)) {
      if (const Expr *Inner = find(C->getOperand()))
        return Inner;
      return isSuspension(S) &&
                     !U.models().neverSuspends(C->getOperand()->getType())
                 ? C
                 : nullptr;
    }
    if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
      const Expr *In = find(Try->getTryBlock());
      for (unsigned I = 0; In && I < Try->getNumHandlers(); ++I)
        if (const CXXCatchStmt *Handler = Try->getHandler(I);
            catches(*Handler, U)) // the first that fits decides
          return passesOn(*Handler, *In, *Try) ? In : nullptr;
      return In;
    }
    const Expr *First = nullptr;
    for (const Stmt *Child : S->children())
      if (const Expr *In = find(Child); In && !First)
        First = In;
    return First;
  }

  /// Did this function cancel the task that \p Try waits for?
  bool cancelledHere(const CXXTryStmt &Try) const {
    const SourceManager &SM = U.context().getSourceManager();
    llvm::SmallVector<const Expr *, 4> Suspensions;
    findSuspensions(Try.getTryBlock(), Suspensions);
    return llvm::any_of(F.Calls,
                        [&](const CallSite &S) {
                          return S.Model && S.Model->Cancels &&
                                 SM.isBeforeInTranslationUnit(
                                     S.C.E->getBeginLoc(), Try.getEndLoc());
                        }) &&
           llvm::all_of(Suspensions, [&](const Expr *Each) {
             return mentionsTask(cast<CoroutineSuspendExpr>(Each)->getOperand(),
                                 U);
           });
  }

  bool isWithin(const Stmt *S, const Stmt *Handler) {
    if (!U.parents(F).hasParent(S))
      return true; // made up by the graph
    for (; S; S = U.parents(F).getParent(S))
      if (S == Handler)
        return true;
    return false;
  }

  bool inOtherHandler(const Stmt *S, const CXXCatchStmt *Handler) {
    for (; S; S = U.parents(F).getParent(S))
      if (isa<CXXCatchStmt>(S))
        return !isWithin(Handler, S);
    return false;
  }

  /// Rethrown, kept for later, or taken back.
  bool letsPass(const Stmt *S) const {
    if (isRethrow(S))
      return true;
    if (const auto *T = dyn_cast<CXXThrowExpr>(S))
      return U.models().isCancellation(T->getSubExpr()->getType());
    std::optional<Call> C = asCall(S);
    if (!C)
      return false;
    if (const CallModel *Model = U.models().call(*C);
        Model && Model->EndsCancellation)
      return true;
    const Function *Helper = U.function(C->Callee);
    return Helper && rethrows(Helper->Body);
  }

  /// Is an error kept below \p S? Who keeps the first one lets the later ones
  /// go, so it need not be on every path.
  bool keeps(const Stmt *S) const {
    if (!S || isa<LambdaExpr>(S))
      return false;
    if (std::optional<Call> C = asCall(S))
      if (const CallModel *Model = U.models().call(*C);
          Model && Model->KeepsError)
        return true;
    return llvm::any_of(S->children(),
                        [&](const Stmt *Child) { return keeps(Child); });
  }

  bool passesOn(const CXXCatchStmt &Handler, const Expr &In,
                const CXXTryStmt &Try) {
    if (!P)
      P = std::make_unique<Paths>(F, U);
    if (!P->valid() || keeps(Handler.getHandlerBlock()) || cancelledHere(Try))
      return true;
    enum { Caught, Passed };
    bool Swallows = false;
    const Stmt *By = nullptr;
    auto Ways = P->run(
        Caught,
        [&](const Stmt *S, unsigned State) -> unsigned {
          if (State == Passed)
            return Passed;
          if (!isWithin(S, &Handler)) {
            // Another handler is only entered by another error.
            Swallows |= !inOtherHandler(S, &Handler);
            return Passed;
          }
          if (letsPass(S))
            return Passed;
          if (isa<CXXThrowExpr>(S)) {
            Swallows = true;
            By = By ? By : S;
            return Passed;
          }
          return Caught;
        },
        &Handler, Passed);
    for (const Paths::Leave &Way : Ways) {
      if (!(Way.States & (1u << Caught)) ||
          (Way.How != Paths::Leave::Return && Way.How != Paths::Leave::End))
        continue;
      Swallows = true;
      if (Way.How == Paths::Leave::Return && !By && isWithin(Way.At, &Handler))
        By = Way.At;
    }
    if (Swallows)
      Found.push_back({&Handler, &In, By});
    return !Swallows;
  }

  const Function &F;
  const Unit &U;
  std::unique_ptr<Paths> P;
};

/// A handler that only logs → the same, and `throw;` at its end.
Edits rethrowAfter(const Swallowed &Each, const Function &F, const Unit &U) {
  const auto *Block = dyn_cast<CompoundStmt>(Each.Handler->getHandlerBlock());
  if (Each.By || !Block || Block->body_empty() || !mayEditAlike(F))
    return {};
  for (const Stmt *S : Block->body()) {
    const auto *E = dyn_cast<Expr>(S);
    std::optional<Call> C = E ? asCall(stripped(E)) : std::nullopt;
    if (!C || U.models().call(*C) ||
        C->Callee->getOverloadedOperator() == OO_Equal)
      return {};
  }
  return insertedAtEnd(Block, "throw;", U);
}

} // namespace

void SwallowedCancellationCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions()) {
    if (!F.Coroutine || !F.Coroutine->CancelThrows)
      continue;
    for (const Swallowed &Each : Handlers(F, U).Found) {
      Report R(
          *this, U, Each.Handler->getCatchLoc(),
          "cancellation is caught and not rethrown; its task runs on as if "
          "never cancelled");
      R.in(&F).library(F.Coroutine->Of);
      R.note(cast<CoroutineSuspendExpr>(Each.Suspension)->getKeywordLoc(),
             "it arrives at this suspension");
      if (isa_and_nonnull<CXXThrowExpr>(Each.By))
        R.note(Each.By->getBeginLoc(), "another error takes its place here");
      else if (Each.By)
        R.note(Each.By->getBeginLoc(), "it ends at this 'co_return'");
      R.note(Each.Handler->getCatchLoc(), "'throw;' passes it on");
      R.fix(rethrowAfter(Each, F, U));
    }
  }
}

} // namespace asynctidy
