// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "SharedLoopPrimitiveCheck.h"
#include "support/Coroutines.h"
#include "support/Lifecycle.h"
#include "support/LoopOwner.h"
#include "support/Objects.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include <map>

using namespace clang;

namespace asynctidy {

namespace {

/// One call that runs a loop, and what that run comes to.
struct Run {
  const CallSite *Site;
  /// Two runs of one Runner are one loop; null: a loop of the call's own.
  Object Loop;
  /// It is run more than once: in a loop statement, or by several callers.
  const Stmt *Repeats = nullptr;
  bool ManyCallers = false;
  std::vector<const Function *> Reached;
};

/// The functions that the work of \p S runs, and what they call, make and give
/// to the loop.
std::vector<const Function *> reachedBy(const CallSite &S, const Unit &U) {
  std::vector<const Function *> Found;
  auto Add = [&](const Function *F) {
    if (F && Found.size() < 500 && !llvm::is_contained(Found, F))
      Found.push_back(F);
  };
  for (const Expr *Arg : S.C.Args) {
    if (std::optional<Call> Made = asCall(stripped(Arg)))
      Add(U.function(Made->Callee));
    for (const Function *T : U.targets(Arg))
      Add(T);
  }
  for (size_t I = 0; I < Found.size(); ++I) {
    for (const CallSite &Inner : Found[I]->Calls) {
      if (Inner.Model && Inner.Model->Runs)
        continue; // another run
      Add(U.function(Inner.C.Callee));
      for (const Function *T : U.calledLater(Inner))
        Add(T);
    }
    for (const Unit::Edge &E : U.callees(*Found[I]))
      Add(E.To);
  }
  return Found;
}

const Stmt *loopAround(const Stmt *S, ParentMap &Parents) {
  for (; S; S = Parents.getParent(S))
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S))
      return S;
  return nullptr;
}

std::vector<Run> runsOf(const Unit &U) {
  llvm::DenseMap<const Function *, unsigned> Callers;
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls)
      if (const Function *G = U.function(S.C.Callee))
        Callers[G] += loopAround(S.C.E, U.parents(F)) ? 2 : 1;
  std::vector<Run> Found;
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (!S.Model || !S.Model->Runs || S.Model->Drains ||
          S.Model->CallsLater.empty())
        continue;
      Run New{&S, S.C.Object ? objectOf(S.C.Object, U) : Object(), nullptr,
              false, reachedBy(S, U)};
      if (!New.Loop) {
        New.Repeats = loopAround(S.C.E, U.parents(F));
        New.ManyCallers = Callers.lookup(&F) > 1;
      }
      Found.push_back(std::move(New));
    }
  return Found;
}

void mentionedBelow(const Stmt *S, const Unit &U,
                    std::vector<const VarDecl *> &Found) {
  if (!S)
    return;
  if (const auto *D = dyn_cast<DeclRefExpr>(S))
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl());
        V && U.models().isBound(V->getType()) &&
        !V->getType()->isReferenceType())
      Found.push_back(V);
  for (const Stmt *Child : S->children())
    mentionedBelow(Child, U, Found);
}

/// Is \p V declared inside of \p Loop?
bool isWithin(const VarDecl &V, const Stmt *Loop, const Unit &U) {
  const SourceManager &SM = U.context().getSourceManager();
  return SM.isPointWithin(V.getLocation(), Loop->getBeginLoc(),
                          Loop->getEndLoc());
}

/// Can the run \p B follow the run \p A?
bool follows(const Run &A, const Run &B, const Unit &U) {
  if (A.Site->In != B.Site->In)
    return true;
  Paths P(*A.Site->In, U);
  return !P.valid() || P.reaches(A.Site->C.E, B.Site->C.E, {}) ||
         P.reaches(B.Site->C.E, A.Site->C.E, {});
}

/// Is \p F made only to be the main coroutine of a run?
bool isMainOnly(const Function &F, llvm::ArrayRef<Run> Runs, const Unit &U) {
  for (const Function &G : U.functions())
    for (const CallSite &S : G.Calls)
      if (S.C.Callee->getCanonicalDecl() == F.Decl->getCanonicalDecl() &&
          llvm::none_of(Runs, [&](const Run &R) {
            return llvm::any_of(R.Site->C.Args, [&](const Expr *Arg) {
              return stripped(Arg) == S.C.E;
            });
          }))
        return false;
  return true;
}

/// \p V, of static storage, made in the main coroutine of the runs: in each
/// anew.
Edits madeInside(const VarDecl &V, llvm::ArrayRef<Run> Runs, const Unit &U) {
  Edits R;
  const std::string Name = "'" + V.getNameAsString() + "'";
  if (V.getTSCSpec() != TSCS_unspecified || V.isStaticDataMember())
    return R;
  if (V.isFileVarDecl() && V.isExternallyVisible())
    return refused(Name + " is visible to other files; make it "
                          "'static'",
                   V.getLocation());
  const Function *Only = nullptr;
  for (const Function &F : U.functions()) {
    if (!U.mentions(F).Of.count(&V))
      continue;
    if (Only || !F.IsCoroutine || F.IsLambda)
      return refused(F.name() + " uses it too: give it there as an argument",
                     V.getLocation());
    Only = &F;
  }
  if (!Only || !mayEdit(*Only))
    return R;
  if (Only->Decl->isExternallyVisible())
    return refused(Only->name() + " may be called by other files; make "
                                  "it 'static'",
                   Only->location());
  if (!isMainOnly(*Only, Runs, U))
    return refused(Only->name() +
                       " is not only the first coroutine of a run: "
                       "its calls share " +
                       Name,
                   Only->location());
  if (auto Left = leavesPending(*Only, U))
    return refused("the task that '" + Left->second + "' starts here may use " +
                       Name + " when it is gone",
                   Left->first);
  const SourceManager &SM = U.context().getSourceManager();
  const LangOptions &Lang = U.context().getLangOpts();
  const SourceRange Whole = V.getSourceRange();
  if (Whole.getBegin().isMacroID() || Whole.getEnd().isMacroID())
    return refused(Name + " is declared in a macro", V.getLocation());
  const SourceLocation Type = V.getTypeSpecStartLoc();
  if (V.isStaticLocal()) {
    return {FixItHint::CreateRemoval(
        CharSourceRange::getCharRange(V.getOuterLocStart(), Type))};
  }
  for (const Decl *Other : V.getDeclContext()->decls())
    if (Other != &V && Other->getBeginLoc() == Whole.getBegin())
      return refused(Name + " shares its declaration with something else",
                     V.getLocation());
  llvm::StringRef Text = Lexer::getSourceText(
      CharSourceRange::getTokenRange(Type, Whole.getEnd()), SM, Lang);
  R = removed(V, U);
  Edits Put = insertedAtStart(writtenBody(*Only->Decl), Text.str() + ";", U);
  if (R.empty() || Put.empty() || V.getPreviousDecl())
    return refused(Name + " has no declaration of its own that "
                          "can be moved",
                   V.getLocation());
  llvm::append_range(R, Put);
  return R;
}

} // namespace

void SharedLoopPrimitiveCheck::checkUnit(const Unit &U) {
  std::vector<Run> All = runsOf(U);
  if (All.empty())
    return;
  std::map<std::pair<SourceLocation, const ValueDecl *>,
           std::vector<const Run *>>
      Users;
  auto Uses = [&](const ValueDecl *D, const Run &R) {
    auto &Of = Users[{D->getLocation(), D}];
    if (!llvm::is_contained(Of, &R))
      Of.push_back(&R);
  };
  for (const Run &R : All) {
    std::vector<const VarDecl *> Passed;
    for (const Expr *Arg : R.Site->C.Args)
      mentionedBelow(Arg, U, Passed);
    for (const VarDecl *V : Passed)
      Uses(V, R);
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(R.Site->In->Decl);
    for (const Function *F : R.Reached) {
      for (const auto &[V, Mentioned] : U.mentions(*F).Of)
        if (!V->hasLocalStorage() && U.models().isBound(V->getType()))
          Uses(V, R);
      // Members of the object whose function runs the loop.
      const auto *Same = dyn_cast_or_null<CXXMethodDecl>(F->Decl);
      if (Method && Same && Method->isInstance() &&
          Method->getParent()->getCanonicalDecl() ==
              Same->getParent()->getCanonicalDecl())
        for (const FieldDecl *Field : Same->getParent()->fields())
          if (U.models().isBound(Field->getType()) &&
              !usesOf(*Field, *F, U, U.parents(*F)).empty())
            Uses(Field, R);
    }
  }
  for (const auto &[Key, Runs] : Users) {
    const ValueDecl *D = Key.second;
    const auto *V = dyn_cast<VarDecl>(D);
    const bool Local = V && V->hasLocalStorage();
    std::vector<const Run *> Told;
    for (const Run *R : Runs) {
      bool Again = R->Repeats && !(Local && isWithin(*V, R->Repeats, U));
      Again |= R->ManyCallers && !Local;
      if (Again) {
        Told = {R};
        break;
      }
      for (const Run *Other : Runs)
        if (Told.empty() && Other != R &&
            !(R->Loop && R->Loop == Other->Loop) && follows(*R, *Other, U))
          Told = {R, Other};
    }
    if (Told.empty())
      continue;
    Report Found(*this, U, D->getLocation(),
                 "'" + D->getNameAsString() +
                     "' belongs to one event loop, and two runs reach it; the "
                     "later one throws");
    Found.library(Told.front()->Site->Model->Of);
    for (const Run *R : Told)
      Found.note(R->Site->C.nameLoc(),
                 Told.size() == 1 ? "this run, which is repeated, reaches it"
                                  : "this run reaches it");
    Found.note(D->getLocation(), "make it inside of the run that uses it",
               V && !Local ? madeInside(*V, All, U) : Edits());
  }
}

} // namespace asynctidy
