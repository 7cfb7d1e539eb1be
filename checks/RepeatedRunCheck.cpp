// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "RepeatedRunCheck.h"
#include "support/Coroutines.h"
#include "support/Lifecycle.h"
#include "support/LoopOwner.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

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

/// The outermost loop statement around \p S, or \p S.
static const Stmt *outermostLoop(const Stmt *S, ParentMap &Parents) {
  const Stmt *Found = S;
  for (const Stmt *P = S; P; P = Parents.getParent(P))
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(P))
      Found = P;
  return Found;
}

/// A local variable behind \p From that \p S, a run's argument, speaks of other
/// than by its value.
static const VarDecl *borrowed(const Stmt *S, SourceLocation From,
                               ParentMap &Parents, const SourceManager &SM) {
  if (!S)
    return nullptr;
  if (const auto *D = dyn_cast<DeclRefExpr>(S))
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl());
        V && V->hasLocalStorage() &&
        SM.isBeforeInTranslationUnit(From, V->getLocation())) {
      const Stmt *Up = Parents.getParent(S);
      const auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(Up);
      if (Cast && Cast->getCastKind() == CK_LValueToRValue)
        return V->getType()->isPointerType() ? V : nullptr;
      while (isa_and_nonnull<ImplicitCastExpr, MaterializeTemporaryExpr>(Up))
        Up = Parents.getParent(Up);
      const auto *Copy = dyn_cast_or_null<CXXConstructExpr>(Up);
      return Copy && Copy->getConstructor()->isCopyOrMoveConstructor() ? nullptr
                                                                       : V;
    }
  const auto *L = dyn_cast<LambdaExpr>(S);
  if (L)
    for (const LambdaCapture &C : L->captures())
      if (C.capturesVariable() && C.getCaptureKind() == LCK_ByRef)
        if (const auto *V = dyn_cast<VarDecl>(C.getCapturedVar());
            V && SM.isBeforeInTranslationUnit(From, V->getLocation()))
          return V;
  if (!L)
    for (const Stmt *Child : S->children())
      if (const VarDecl *V = borrowed(Child, From, Parents, SM))
        return V;
  return nullptr;
}

/// May a task of \p Main's go on when it has ended?
static bool mayLeaveTasks(const Expr *Main, const Unit &U) {
  std::optional<Call> Made = asCall(stripped(Main));
  const Function *G = Made ? U.function(Made->Callee) : nullptr;
  if (!G && !Made)
    for (const Function *T : U.targets(Main))
      G = T;
  return !G || leavesPending(*G, U);
}

/// One owner before the first of \p Runs, all that \p F has, runs them all.
static Edits ownerInstead(llvm::ArrayRef<const CallSite *> Runs,
                          const Function &F, const Unit &U) {
  Edits R;
  const LoopModel *Loop = nullptr;
  for (const LoopModel &Each : Runs.front()->Model->Of->Loops)
    if (!Each.Owner.empty())
      Loop = &Each;
  if (!Loop || !isDeclared(Loop->Owner, U))
    return R;
  if (!mayEdit(F))
    return refused(F.name() + " is a template or written by a macro",
                   F.location());
  ParentMap &Parents = U.parents(F);
  const SourceManager &SM = U.context().getSourceManager();
  // The innermost block that all of them, and the loops around them, are in.
  const CompoundStmt *Block = nullptr;
  const Stmt *First = nullptr;
  for (const Stmt *P =
           Parents.getParent(outermostLoop(Runs.front()->C.E, Parents));
       P && !Block; P = Parents.getParent(P)) {
    const auto *Candidate = dyn_cast<CompoundStmt>(P);
    if (!Candidate || isa_and_nonnull<SwitchStmt>(Parents.getParent(P)))
      continue;
    First = nullptr;
    bool All = true;
    for (const CallSite *S : Runs) {
      const Stmt *Top = outermostLoop(S->C.E, Parents);
      while (Top && Parents.getParent(Top) != Candidate)
        Top = Parents.getParent(Top);
      All &= Top != nullptr;
      if (Top && (!First || SM.isBeforeInTranslationUnit(Top->getBeginLoc(),
                                                         First->getBeginLoc())))
        First = Top;
    }
    if (All)
      Block = Candidate;
  }
  if (!Block)
    return R;
  Paths P(F, U);
  for (const CallSite *S : Runs)
    if (outermostLoop(S->C.E, Parents) == S->C.E &&
        P.reaches(S->C.E, S->C.E, {}))
      return refused("a jump repeats it", S->C.nameLoc());
  const std::string Owner = freeName("runner", F);
  std::optional<std::string> Options;
  for (const CallSite *S : Runs) {
    const Expr *Main = S->C.Args.empty() ? nullptr : S->C.Args.front();
    if (!Main || S->C.Args.size() > 2 || textOf(S->C.E, U).empty() ||
        Main->getBeginLoc().isMacroID())
      return refused("it stands in a macro, or has arguments "
                     "that a '" +
                         Loop->Owner + "' does not take",
                     S->C.nameLoc());
    std::string Own =
        S->C.Args.size() == 2 ? textOf(S->C.Args[1], U) : std::string();
    if (!Options)
      Options = Own;
    if (*Options != Own ||
        (S->C.Args.size() == 2 &&
         borrowed(S->C.Args[1], First->getBeginLoc(), Parents, SM)))
      return refused("it has options of its own", S->C.nameLoc());
    if (const VarDecl *V = borrowed(Main, First->getBeginLoc(), Parents, SM);
        V && mayLeaveTasks(Main, U))
      return refused("tasks that this run leaves may speak of '" +
                         V->getNameAsString() + "' when it is gone",
                     S->C.nameLoc());
    const QualType T = stripped(Main)->getType();
    const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
    const bool Calls = Class && Class->isLambda();
    if (!Calls && !U.models().coroutine(T))
      return refused("it is given no coroutine", S->C.nameLoc());
    R.push_back(FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(S->C.E->getBeginLoc(),
                                      Main->getBeginLoc()),
        Owner + "." + Loop->OwnerRun + "("));
    SourceLocation Behind = Lexer::getLocForEndOfToken(
        Main->getEndLoc(), 0, SM, U.context().getLangOpts());
    if (Calls || S->C.Args.size() == 2)
      R.push_back(FixItHint::CreateReplacement(
          CharSourceRange::getCharRange(Behind, S->C.E->getEndLoc()),
          Calls ? "()" : ""));
  }
  Edits Made =
      insertedAbove(*First,
                    Loop->Owner + " " + Owner +
                        (Options->empty() ? "" : "(" + *Options + ")") + ";",
                    U);
  if (Made.empty())
    return refused("there is no place before it for a '" + Loop->Owner + "'",
                   First->getBeginLoc());
  // The first run may begin where the owner is put.
  for (FixItHint &Each : R)
    if (Each.RemoveRange.getBegin() == First->getBeginLoc()) {
      Each.CodeToInsert = Made.front().CodeToInsert + Each.CodeToInsert;
      return R;
    }
  llvm::append_range(R, Made);
  return R;
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
    std::optional<Edits> Fix;
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
      if (!Fix)
        Fix = ownerInstead(Runs, F, U);
      // One fix for all of them, at the first.
      R.note(S->C.nameLoc(), S->Model->Again,
             Fix->empty() ? *Fix : std::exchange(*Fix, {}));
    }
  }
}

} // namespace asynctidy
