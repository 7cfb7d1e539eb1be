// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "RepeatedRunCheck.h"
#include "support/Coroutines.h"
#include "support/Lifecycle.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy {

namespace {

/// The functions that are a test, or are called by one: there, a loop for each
/// run is what is meant.
class TestCode {
public:
  explicit TestCode(const Unit &U) {
    std::vector<const Function *> Work;
    for (const Function &F : U.functions()) {
      const auto *M = dyn_cast_or_null<CXXMethodDecl>(F.Decl);
      if (M && U.models().isTestBody(*M))
        Work.push_back(&F);
      for (const CallSite &S : F.Calls)
        if (S.Model)
          for (Place P : S.Model->Tests)
            if (const Expr *Body = S.C.at(P))
              llvm::append_range(Work, U.targets(Body));
    }
    while (!Work.empty()) {
      const Function *F = Work.back();
      Work.pop_back();
      if (!All.insert(F).second)
        continue;
      for (const Unit::Edge &E : U.callees(*F))
        Work.push_back(E.To);
    }
  }
  bool has(const Function &F) const { return All.contains(&F); }

private:
  llvm::DenseSet<const Function *> All;
};

/// What a run's coroutine reaches of its caller's.
struct Reach {
  llvm::SmallVector<Object, 4> Objects;
  bool This = false;
};

} // namespace

static bool isMutable(QualType T) {
  if (T->isPointerType() || T->isLValueReferenceType())
    return !T->getPointeeType().isConstQualified() &&
           !T->getPointeeType()->isFunctionType();
  return false;
}

static void reachOf(const Call &Made, const Unit &U, Reach &R) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Made.Callee);
  if (Made.Object && Method && !Method->getParent()->isLambda()) {
    if (isa<CXXThisExpr>(stripped(Made.Object)))
      R.This = true;
    else if (!Method->isConst())
      if (Object O = objectOf(Made.Object, U))
        R.Objects.push_back(O);
  }
  for (unsigned I = 0; I < Made.Args.size() && I < Made.Callee->getNumParams();
       ++I) {
    if (!isMutable(Made.Callee->getParamDecl(I)->getType()))
      continue;
    if (isa<CXXThisExpr>(stripped(Made.Args[I])))
      R.This = true;
    else if (Object O = objectOf(Made.Args[I], U))
      R.Objects.push_back(O);
  }
}

/// What the coroutines that \p S runs reach by reference, pointer or `this`.
static Reach reachOf(const CallSite &S, const Unit &U) {
  Reach R;
  for (const Expr *Arg : S.C.Args) {
    std::optional<Call> Made = asCall(stripped(Arg));
    if (Made)
      reachOf(*Made, U, R);
    const Expr *Maker = Made && Made->Object ? Made->Object : Arg;
    const auto *L = dyn_cast<LambdaExpr>(stripped(Maker));
    if (const auto *D = dyn_cast<DeclRefExpr>(stripped(Maker)); D && !L)
      if (const auto *V = dyn_cast<VarDecl>(D->getDecl()); V && V->getInit())
        L = dyn_cast<LambdaExpr>(stripped(V->getInit()));
    if (!L)
      continue;
    for (const LambdaCapture &C : L->captures()) {
      if (C.capturesThis())
        R.This = true;
      else if (C.capturesVariable() && C.getCaptureKind() == LCK_ByRef)
        if (const auto *V = dyn_cast<VarDecl>(C.getCapturedVar());
            V && !V->getType().isConstQualified())
          R.Objects.push_back({V});
    }
  }
  return R;
}

/// What both reach, as a text; empty when nothing.
static std::string shared(const Reach &A, const Reach &B) {
  if (A.This && B.This)
    return "'this'";
  for (const Object &O : A.Objects)
    if (llvm::is_contained(B.Objects, O) &&
        !O.Decl->getType().isConstQualified())
      return "'" + O.Decl->getNameAsString() + "'";
  return "";
}

/// Does a `for` that measures what it repeats stand around \p S?
static bool isMeasured(const CallSite &S, const Unit &U) {
  ParentMap &Parents = U.parents(*S.In);
  for (const Stmt *P = S.C.E; P; P = Parents.getParent(P))
    if (const auto *For = dyn_cast<CXXForRangeStmt>(P);
        For && U.models().isMeasured(For->getRangeInit()->getType()))
      return true;
  return false;
}

void RepeatedRunCheck::checkUnit(const Unit &U) {
  std::optional<TestCode> Tests;
  for (const Function &F : U.functions()) {
    std::vector<const CallSite *> Runs;
    for (const CallSite &S : F.Calls)
      if (S.Model && !S.Model->Again.empty())
        Runs.push_back(&S);
    if (Runs.empty() || !F.Decl || U.onLoop(F))
      continue; // on a loop the first one is a fault already
    Paths P(F, U);
    if (!P.valid())
      continue;
    for (const CallSite *S : Runs) {
      std::string Over;
      const CallSite *First = nullptr;
      if (!P.reaches(S->C.E, S->C.E, {}))
        for (const CallSite *Before : Runs) {
          if (Before == S || !P.reaches(Before->C.E, S->C.E, {}))
            continue;
          Over = shared(reachOf(*Before, U), reachOf(*S, U));
          First = Before;
          if (!Over.empty())
            break;
        }
      else if (isMeasured(*S, U))
        continue;
      if (First && Over.empty())
        continue; // two runs that share nothing
      if (!First && !P.reaches(S->C.E, S->C.E, {}))
        continue; // the only one
      if (!Tests)
        Tests.emplace(U);
      if (Tests->has(F))
        break;
      Report R(*this, U, S->C.nameLoc(),
               First ? "'" + S->C.name() + "' runs again, over " + Over +
                           ", on another event loop"
                     : "'" + S->C.name() +
                           "' runs again and again, each time on a new event "
                           "loop");
      R.in(&F).library(S->Model->Of).hazard();
      if (!F.Decl->isMain())
        R.when(F, Fact::NotYes);
      if (First)
        R.note(First->C.nameLoc(), "the run before is here");
      R.note(S->C.nameLoc(), S->Model->Again);
    }
  }
}

} // namespace asynctidy
