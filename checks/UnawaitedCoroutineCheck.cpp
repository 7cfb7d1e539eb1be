// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "UnawaitedCoroutineCheck.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/LoopCalls.h"
#include "support/Objects.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace asynctidy {

namespace {

/// Looks at the coroutines that one function makes.
class Maker {
public:
  Maker(const Function &F, const Unit &U) : F(F), U(U) {}

  const Function &F;
  const Unit &U;
  Paths &paths() {
    if (!Flow)
      Flow = std::make_unique<Paths>(F, U);
    return *Flow;
  }

  std::string remedy() const {
    return F.IsCoroutine ? "'co_await' it, or start it as a task"
                         : "run it or start it as a task";
  }

private:
  std::unique_ptr<Paths> Flow;
};

std::string made(const CallSite &S) {
  if (const auto *M = dyn_cast<CXXMethodDecl>(S.C.Callee);
      M && M->getParent()->isLambda())
    return "a lambda";
  return "'" + S.C.name() + "'";
}

/// The local variables that hold a coroutine of their own, with where each gets
/// it.
void findHolders(
    const Stmt *S, const Unit &U,
    std::vector<std::pair<const VarDecl *, const DeclStmt *>> &Found) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *D = dyn_cast<DeclStmt>(S))
    for (const Decl *Each : D->decls()) {
      const auto *V = dyn_cast<VarDecl>(Each);
      if (!V || !V->hasLocalStorage() || !V->getInit())
        continue;
      const CoroutineModel *Type =
          U.models().coroutine(V->getType().getNonReferenceType());
      if (!Type || !Type->Lazy)
        continue;
      // A reference holds one when it keeps a temporary alive.
      const Expr *Init = V->getInit();
      if (const auto *W = dyn_cast<ExprWithCleanups>(Init))
        Init = W->getSubExpr();
      if (V->getType()->isReferenceType()) {
        const auto *T =
            dyn_cast<MaterializeTemporaryExpr>(Init->IgnoreImpCasts());
        if (!T || T->getExtendingDecl() != V)
          continue;
      }
      std::optional<Call> C = asCall(stripped(Init));
      if (!C || isa<CXXConstructorDecl>(C->Callee))
        if (!isa<CallExpr>(stripped(Init)))
          continue; // made empty, or of something unknown
      Found.push_back({V, D});
    }
  for (const Stmt *Child : S->children())
    findHolders(Child, U, Found);
}

/// A container of lazy coroutines: a class template with one as its argument.
bool holdsCoroutines(QualType T, const Unit &U) {
  const auto *R = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!R || T->isReferenceType() || !R->isInStdNamespace())
    return false;
  for (const TemplateArgument &A : R->getTemplateArgs().asArray())
    if (A.getKind() == TemplateArgument::Type)
      if (const CoroutineModel *C = U.models().coroutine(A.getAsType()))
        return C->Lazy;
  return false;
}

bool isComma(const Stmt *S) {
  const auto *B = dyn_cast<BinaryOperator>(S);
  return B && B->getOpcode() == BO_Comma;
}

/// Dropped on the spot → `co_await`, where the awaited type is void.
Edits awaitInstead(const CallSite &S, const Use &Result, Maker &M) {
  const CoroutineModel *Type = M.U.models().coroutine(S.C.E->getType());
  Edits None;
  if (!M.F.Coroutine || M.F.Coroutine->Of != Type->Of ||
      !mayAwait(S, M.U, None))
    return None;
  const auto *R = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      S.C.E->getType()->getAsCXXRecordDecl());
  if (!R || R->getTemplateArgs().size() == 0 ||
      R->getTemplateArgs()[0].getKind() != TemplateArgument::Type ||
      !R->getTemplateArgs()[0].getAsType()->isVoidType())
    return {};
  const Expr *Whole = S.C.E;
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Result.At))
    Whole = Cast;
  const Stmt *Statement = M.paths().parents().getParent(Whole);
  while (isa_and_nonnull<ExprWithCleanups, CXXBindTemporaryExpr,
                         MaterializeTemporaryExpr, ImplicitCastExpr>(Statement))
    Statement = M.paths().parents().getParent(Statement);
  if (!Statement || (isa<Expr>(Statement) && !isComma(Statement)))
    return {}; // a part of something larger
  return awaitedInstead(Whole, S.C.E, M.U, M.paths().parents());
}

} // namespace

void UnawaitedCoroutineCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions()) {
    if (!F.Body || !F.Decl)
      continue;
    Maker M(F, U);
    std::vector<const VarDecl *> Containers;
    for (const CallSite &S : F.Calls) {
      if (isa<CXXConstructExpr>(S.C.E)) {
        if (!holdsCoroutines(S.C.E->getType(), U) ||
            S.C.E->getBeginLoc().isInvalid())
          continue;
        Use Result = consumerOf(S.C.E, U, M.paths().parents());
        if (const auto *D = dyn_cast_or_null<DeclStmt>(Result.At))
          for (const Decl *Each : D->decls())
            if (const auto *V = dyn_cast<VarDecl>(Each);
                V && V->hasLocalStorage() && holdsCoroutines(V->getType(), U) &&
                !llvm::is_contained(Containers, V))
              Containers.push_back(V);
        continue;
      }
      const CoroutineModel *Type = U.models().coroutine(S.C.E->getType());
      if (!Type || !Type->Lazy || !S.C.E->isPRValue() ||
          (S.Model && S.Model->Passes))
        continue;
      Use Result = consumerOf(S.C.E, U, M.paths().parents());

      // Case 1: f();   (void)f();   f(), g();
      if (Result.K == Use::Discarded || !Result.At) {
        Report(*this, U, S.C.nameLoc(),
               "coroutine returned by " + made(S) +
                   " is dropped; its body never runs")
            .in(&F)
            .library(Type->Of)
            .note(S.C.nameLoc(), M.remedy())
            .fix(awaitInstead(S, Result, M));
        continue;
      }
      // Case 2: if (f()) …
      if (Result.K == Use::Tested) {
        Report(*this, U, S.C.nameLoc(),
               "coroutine returned by " + made(S) +
                   " is used as a condition; its body never runs")
            .in(&F)
            .library(Type->Of)
            .note(S.C.nameLoc(), M.remedy());
        continue;
      }
    }
    for (const auto &[Through, At] : F.Indirect) {
      const CoroutineModel *Type = U.models().coroutine(At->getType());
      Use Result =
          Type && Type->Lazy ? consumerOf(At, U, M.paths().parents()) : Use();
      const auto *Callee =
          dyn_cast<DeclRefExpr>(Through->IgnoreParenImpCasts());
      if (Type && Type->Lazy && Callee &&
          (Result.K == Use::Discarded || !Result.At))
        Report(*this, U, Callee->getLocation(),
               "coroutine returned by '" +
                   Callee->getDecl()->getNameAsString() +
                   "' is dropped; its body never runs")
            .in(&F)
            .library(Type->Of)
            .note(Callee->getLocation(), M.remedy());
    }
    // Case 3: auto v = f(); and some path never looks at v again.
    std::vector<std::pair<const VarDecl *, const DeclStmt *>> Holders;
    findHolders(F.Body, U, Holders);
    for (const auto &[V, MadeAt] : Holders) {
      const CoroutineModel *Type =
          U.models().coroutine(V->getType().getNonReferenceType());
      // What only names it: (void)v, a test of it.
      std::vector<Use> Uses = usesOf(*V, F, U, M.paths().parents());
      llvm::DenseMap<const Stmt *, bool> Consumes; // false: overwritten
      for (const Use &Each : Uses)
        if (Each.K == Use::Reassigned)
          Consumes.try_emplace(Each.At, false);
        else if (Each.K != Use::Discarded && Each.K != Use::Tested)
          Consumes[Each.At] = true;
      bool Ever = llvm::any_of(Consumes, [](auto &P) { return P.second; });
      if (!Ever) {
        Report(*this, U, V->getLocation(),
               "coroutine in '" + V->getNameAsString() +
                   "' is never awaited; its body never runs")
            .in(&F)
            .library(Type->Of)
            .note(V->getLocation(), M.remedy());
        continue;
      }
      if (!M.paths().valid())
        continue;
      enum { Held, Done };
      const Stmt *Dropped = nullptr;
      auto Ways = M.paths().run(
          Held,
          [&](const Stmt *At, unsigned State) -> unsigned {
            auto Found = Consumes.find(At);
            if (Found == Consumes.end())
              return State;
            if (!Found->second && !Dropped)
              Dropped = At;
            return Found->second ? Done : Held;
          },
          MadeAt, Done);
      const Paths::Leave *Way = nullptr;
      for (const Paths::Leave &L : Ways)
        if ((L.States & (1u << Held)) && !Way &&
            (L.How == Paths::Leave::Return || L.How == Paths::Leave::End))
          Way = &L;
      if (!Way && !Dropped)
        continue;
      Report R(*this, U, V->getLocation(),
               "coroutine in '" + V->getNameAsString() +
                   "' is not awaited on every path; its body never runs there");
      R.in(&F).library(Type->Of);
      if (Way && Way->How == Paths::Leave::Return)
        R.note(Way->At->getBeginLoc(), "it is dropped at this 'return'");
      else if (Way)
        R.note(F.Body->getEndLoc(), "it is dropped where this function ends");
      else
        R.note(Dropped->getBeginLoc(),
               "it is dropped when it is assigned here");
      R.note(V->getLocation(), M.remedy());
    }
    // Case 4: a local container that is only ever filled.
    for (const VarDecl *V : Containers) {
      std::vector<Use> Uses = usesOf(*V, F, U, M.paths().parents());
      bool Filled = false;
      bool OnlyFilled = llvm::all_of(Uses, [&](const Use &Each) {
        if (Each.K == Use::Discarded)
          return true;
        if (Each.K != Use::Called)
          return false;
        bool Fills = llvm::any_of(Each.C->Args, [&](const Expr *A) {
          return U.models().coroutine(stripped(A)->getType()) != nullptr;
        });
        Filled |= Fills;
        // reserve(n) and the like: arguments that are no way out
        return Fills ||
               (Each.C->E->getType()->isVoidType() && !Each.C->Args.empty());
      });
      if (Filled && OnlyFilled)
        Report(*this, U, V->getLocation(),
               "coroutines in '" + V->getNameAsString() +
                   "' are never awaited; their bodies never run")
            .in(&F)
            .note(V->getLocation(), M.remedy());
    }
  }
}

} // namespace asynctidy
