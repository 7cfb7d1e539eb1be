// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "SignalUnsafeCallCheck.h"
#include "support/Objects.h"

using namespace clang;

namespace asynctidy {

namespace {
/// How control comes into a function while a signal is handled.
struct Handler {
  const Function *Caller = nullptr; ///< null: it is the handler itself
  SourceLocation At;                ///< where it is installed, or called
  std::string By;                   ///< the function that installs it
};
} // namespace

/// Is \p E a member, however deep, of an object that says who handles a signal?
static bool isInSignalAction(const Expr *E, const Unit &U) {
  while (const auto *M = dyn_cast<MemberExpr>(E->IgnoreParenImpCasts())) {
    QualType T = M->getBase()->getType();
    if (T->isPointerType())
      T = T->getPointeeType();
    if (U.models().isSignalAction(T))
      return true;
    E = M->getBase();
  }
  return false;
}

/// What \p S, or a statement in it, stores into such objects.
static void findStored(const Stmt *S, const Unit &U,
                       llvm::SmallVectorImpl<const Expr *> &Found) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *B = dyn_cast<BinaryOperator>(S);
      B && B->getOpcode() == BO_Assign && isInSignalAction(B->getLHS(), U))
    Found.push_back(B->getRHS());
  if (const auto *L = dyn_cast<InitListExpr>(S);
      L && U.models().isSignalAction(L->getType())) {
    llvm::SmallVector<const Expr *, 4> Work(L->inits());
    while (!Work.empty()) {
      const Expr *E = Work.pop_back_val();
      if (const auto *Inner = dyn_cast_or_null<InitListExpr>(E))
        Work.append(Inner->inits().begin(), Inner->inits().end());
      else if (E)
        Found.push_back(E);
    }
  }
  for (const Stmt *Child : S->children())
    findStored(Child, U, Found);
}

/// A call that works on a loop, or on what belongs to one.
static bool touchesLoop(const CallSite &S, const Unit &U) {
  if (S.Model) {
    const CallModel &M = *S.Model;
    if (M.SignalSafe)
      return false;
    if (!M.Of->Loops.empty() &&
        (M.Runs || M.Pumps || M.Stops || M.Makes || M.Closes || M.Drains ||
         M.EndsWork || M.Spawns || M.Binds || M.Touches ||
         !M.CallsLater.empty()))
      return true;
  }
  if (!S.C.Object || !isa<CXXMethodDecl>(S.C.Callee))
    return false;
  QualType T = S.C.Object->IgnoreParenImpCasts()->getType();
  if (T->isPointerType())
    T = T->getPointeeType();
  return U.models().loop(T) || U.models().isTask(T) || U.models().isBound(T);
}

void SignalUnsafeCallCheck::checkUnit(const Unit &U) {
  llvm::DenseMap<const Function *, Handler> Handlers;
  std::vector<const Function *> Work;
  auto Reach = [&](const Function *F, Handler H) {
    if (Handlers.try_emplace(F, std::move(H)).second)
      Work.push_back(F);
  };
  for (const Function &F : U.functions()) {
    for (const CallSite &S : F.Calls)
      if (S.Model)
        for (Place P : S.Model->HandlesSignal)
          if (const Expr *E = S.C.at(P))
            for (const Function *T : U.targets(E))
              Reach(T, {nullptr, S.C.nameLoc(), S.C.name()});
    llvm::SmallVector<const Expr *, 4> Stored;
    findStored(F.Body, U, Stored);
    for (const Expr *E : Stored)
      for (const Function *T : U.targets(E))
        Reach(T, {nullptr, E->getExprLoc(), ""});
  }
  for (size_t I = 0; I < Work.size(); ++I) {
    const Function &F = *Work[I];
    for (const Unit::Edge &E : U.callees(F))
      Reach(E.To, {&F, E.Location, ""});
  }

  for (const Function *F : Work)
    for (const CallSite &S : F->Calls) {
      if (!touchesLoop(S, U))
        continue;
      Report R(*this, U, S.C.nameLoc(),
               "'" + S.C.name() +
                   "' is called in a signal handler; it is not "
                   "async-signal-safe");
      R.in(F);
      std::vector<Hop> Hops;
      for (const Function *At = F; At;) {
        const Handler &H = Handlers.find(At)->second;
        if (H.Caller)
          Hops.push_back(
              {H.At, H.Caller->name() + " calls " + At->name() + " here"});
        else
          Hops.push_back({H.At, At->name() + " handles a signal: it is " +
                                    (H.By.empty() ? "installed"
                                                  : "given to '" + H.By + "'") +
                                    " here"});
        At = H.Caller;
      }
      std::reverse(Hops.begin(), Hops.end());
      R.notes(Hops);
      const Library *Of =
          S.Model ? S.Model->Of : U.models().library(*S.C.Callee);
      R.library(Of);
      for (const LoopModel &Loop :
           Of ? llvm::ArrayRef(Of->Loops) : llvm::ArrayRef<LoopModel>())
        if (!Loop.SignalRemedy.empty()) {
          R.note(S.C.nameLoc(), Loop.SignalRemedy);
          break;
        }
    }
}

} // namespace asynctidy
