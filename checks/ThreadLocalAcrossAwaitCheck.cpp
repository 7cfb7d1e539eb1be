// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ThreadLocalAcrossAwaitCheck.h"
#include "support/Coroutines.h"
#include "support/Lifecycle.h"
#include "support/Objects.h"

using namespace clang;

namespace asynctidy {

namespace {

/// The thread-local variable that \p E refers to, directly or through a
/// function whose every return does.
const VarDecl *threadLocal(const Expr *E, const Unit &U, unsigned Depth = 0);

void findReturns(const Stmt *S,
                 llvm::SmallVectorImpl<const ReturnStmt *> &Found) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *R = dyn_cast<ReturnStmt>(S))
    Found.push_back(R);
  for (const Stmt *Child : S->children())
    findReturns(Child, Found);
}

const VarDecl *threadLocal(const Expr *E, const Unit &U, unsigned Depth) {
  if (!E || Depth > 4)
    return nullptr;
  Object O = objectOf(E, U);
  const auto *V = O.Of ? O.Of : dyn_cast_or_null<VarDecl>(O.Decl);
  if (V)
    return V->getTLSKind() != VarDecl::TLS_None ? V : nullptr;
  const Expr *Inner = stripped(E);
  if (const auto *Of = dyn_cast<UnaryOperator>(Inner))
    Inner = stripped(Of->getSubExpr());
  std::optional<Call> C = asCall(Inner);
  const Function *F = C ? U.function(C->Callee) : nullptr;
  QualType T = F ? F->Decl->getReturnType() : QualType();
  if (T.isNull() || !(T->isReferenceType() || T->isPointerType()))
    return nullptr;
  llvm::SmallVector<const ReturnStmt *, 4> Returns;
  findReturns(F->Body, Returns);
  const VarDecl *Found = nullptr;
  for (const ReturnStmt *R : Returns) {
    Found = threadLocal(R->getRetValue(), U, Depth + 1);
    if (!Found)
      return nullptr;
  }
  return Found;
}

/// Does this unit run loops on several threads: on a pool, or on threads of its
/// own?
bool hasManyThreads(const Unit &U) {
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (isa<CXXConstructExpr>(S.C.E) && U.models().isPool(S.C.E->getType()))
        return true;
      for (const Function *T : U.handedOff(S))
        if (callsAny(*T, U, [](const CallSite &Inner) {
              return Inner.Model && Inner.Model->Runs;
            }))
          return true;
    }
  return false;
}

/// A local reference or pointer that got the address of a thread-local.
struct Kept {
  const VarDecl *V;
  const VarDecl *Of;
};

void findKept(const Stmt *S, const Unit &U, std::vector<Kept> &Found) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *D = dyn_cast<DeclStmt>(S))
    for (const Decl *Each : D->decls()) {
      const auto *V = dyn_cast<VarDecl>(Each);
      if (!V || !V->hasLocalStorage() || !V->getInit() ||
          !(V->getType()->isReferenceType() || V->getType()->isPointerType()))
        continue;
      if (const VarDecl *Of = threadLocal(V->getInit(), U))
        Found.push_back({V, Of});
    }
  for (const Stmt *Child : S->children())
    findKept(Child, U, Found);
}

} // namespace

void ThreadLocalAcrossAwaitCheck::checkUnit(const Unit &U) {
  std::optional<bool> ManyThreads;
  for (const Function &F : U.functions()) {
    if (!F.Coroutine || !F.Coroutine->AnyThread)
      continue;
    std::vector<Kept> All;
    findKept(F.Body, U, All);
    if (All.empty())
      continue;
    // Loops that many threads may run mostly are run by one.
    if (llvm::any_of(F.Coroutine->Of->Loops,
                     [](const LoopModel &L) { return !L.OneThread; })) {
      if (!ManyThreads)
        ManyThreads = hasManyThreads(U);
      if (!*ManyThreads)
        continue;
    }
    Paths P(F, U);
    if (!P.valid())
      continue;
    const Mentions &Of = U.mentions(F);
    for (const Kept &Each : All) {
      llvm::DenseSet<const Stmt *> Assigned, Read;
      if (auto Found = Of.Of.find(Each.V); Found != Of.Of.end())
        for (const auto &[Order, D] : Found->second) {
          Use How = consumerOf(D, U, U.parents(F));
          if (How.K == Use::Reassigned && Each.V->getType()->isPointerType() &&
              isa<BinaryOperator>(How.At) &&
              stripped(cast<BinaryOperator>(How.At)->getLHS()) == D)
            Assigned.insert(How.At);
          else if (How.K != Use::Discarded)
            Read.insert(D);
        }
      enum { None, Taken, Suspended };
      const Stmt *Suspension = nullptr, *Harm = nullptr;
      P.run(None, [&](const Stmt *S, unsigned State) -> unsigned {
        if (const auto *D = dyn_cast<DeclStmt>(S);
            D && llvm::is_contained(D->decls(), Each.V))
          return Taken;
        if (Assigned.contains(S))
          return threadLocal(cast<BinaryOperator>(S)->getRHS(), U) ? Taken
                                                                   : None;
        if (State == Suspended && Read.contains(S) && !Harm)
          Harm = S;
        if (State == Taken && isSuspension(S) &&
            !(awaited(S) && U.models().neverSuspends(awaited(S)->getType()))) {
          Suspension = Suspension ? Suspension : S;
          return Suspended;
        }
        return State;
      });
      if (!Harm)
        continue;
      Report(*this, U, Each.V->getLocation(),
             "'" + Each.V->getNameAsString() + "' keeps thread-local '" +
                 Each.Of->getNameAsString() +
                 "' over a suspension; another thread can resume")
          .in(&F)
          .library(F.Coroutine->Of)
          .note(cast<CoroutineSuspendExpr>(Suspension)->getKeywordLoc(),
                "the coroutine is suspended here")
          .note(Harm->getBeginLoc(), "it is used here")
          .note(Each.V->getLocation(), "read it again after the suspension");
    }
  }
}

} // namespace asynctidy
