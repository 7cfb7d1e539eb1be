// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ManualLoopCheck.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"

using namespace clang;

namespace asynctidy {

/// The local variable that keeps the loop which \p S makes.
static const VarDecl *keptIn(const CallSite &S, const Unit &U) {
  Use Result = consumerOf(S.C.E, U, U.parents(*S.In));
  const auto *D =
      Result.K == Use::Stored ? dyn_cast<DeclStmt>(Result.At) : nullptr;
  const auto *V =
      D && D->isSingleDecl() ? dyn_cast<VarDecl>(D->getSingleDecl()) : nullptr;
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType()
             ? V
             : nullptr;
}

/// A class of the user's own, derived from the loop's: more than a loop.
static bool isSubclass(QualType T, const Unit &U) {
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  return R && R->hasDefinition() &&
         llvm::any_of(R->bases(), [&](const CXXBaseSpecifier &B) {
           return U.models().loop(B.getType());
         });
}

namespace {
/// What a function does with a loop it made.
struct Life {
  std::vector<Use> Runs, Ends; ///< Ends: closes and drains
  bool Other = false;          ///< used for something else too
  bool GivenAway = false, RunsForEver = false;
};
} // namespace

static Life lifeOf(const VarDecl &V, const Function &F, const Unit &U) {
  Life L;
  for (Use &Each : usesOf(V, F, U, U.parents(F))) {
    const CallModel *Model = Each.C ? U.models().call(*Each.C) : nullptr;
    auto Is = [&](Place P) {
      return Each.K == Use::Called ? P.K == Place::This
                                   : Each.C && Each.C->isArg(P, Each.Index);
    };
    if (Each.K == Use::Returned || Each.K == Use::Stored || Each.Moved) {
      L.GivenAway = true;
    } else if (Model && (Is(Model->Closes) || Is(Model->Drains))) {
      L.Ends.push_back(Each);
    } else if (Model && Is(Model->Runs)) {
      bool OfCoroutine =
          Each.C->Args.size() == 1 &&
          U.models().coroutine(stripped(Each.C->Args[0])->getType());
      L.RunsForEver |= !OfCoroutine;
      L.Runs.push_back(Each);
    } else {
      L.Other = true;
    }
  }
  return L;
}

/// The whole life stands in one block: only its run is left, as `run(f())`.
static Edits entryInstead(const CallSite &Made, const VarDecl &V, const Life &L,
                          const Function &F, const Unit &U) {
  if (L.Runs.size() != 1 || L.Other || !Made.C.Args.empty() || !mayEdit(F) ||
      Made.Model->WithRun.empty() || !isDeclared(Made.Model->WithRun, U))
    return {};
  ParentMap &Parents = U.parents(F);
  const Stmt *Declared = consumerOf(Made.C.E, U, Parents).At;
  const Stmt *Block = Parents.getParent(Declared);
  auto InBlock = [&](const Stmt *S) {
    const Stmt *Whole = statementOf(S, Parents);
    return Whole && Parents.getParent(Whole) == Block &&
           isa<Expr, DeclStmt, ReturnStmt>(Whole);
  };
  const Call &Run = *L.Runs.front().C;
  if (!InBlock(Run.E))
    return {};
  Edits All = removed(Declared, U);
  if (All.empty())
    return {};
  for (const Use &End : L.Ends) {
    const Stmt *Whole =
        InBlock(End.C->E) ? statementOf(End.C->E, Parents) : nullptr;
    const auto *Only = dyn_cast_or_null<Expr>(Whole);
    if (!Only || stripped(Only) != End.C->E)
      return {};
    Edits Gone = removed(Whole, U);
    if (Gone.empty())
      return {};
    llvm::append_range(All, Gone);
  }
  const Expr *Main = Run.Args.front();
  if (textOf(Run.E, U).empty())
    return {};
  All.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getCharRange(Run.E->getBeginLoc(), Main->getBeginLoc()),
      Made.Model->WithRun + "("));
  (void)V;
  return All;
}

void ManualLoopCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (!S.Model || !S.Model->Makes || !F.Decl)
        continue;
      const VarDecl *V = keptIn(S, U);
      const LoopModel *Loop = V ? ownedLoop(V->getType(), U) : nullptr;
      if (!Loop || Loop->Entry.empty() || isSubclass(V->getType(), U))
        continue;
      Life L = lifeOf(*V, F, U);
      if (L.Runs.empty() || L.Ends.empty() || L.GivenAway || L.RunsForEver)
        continue;
      Report R(*this, U, V->getLocation(),
               "event loop '" + V->getNameAsString() +
                   "' is made, run and closed by hand; '" + Loop->Entry +
                   "' does all of it");
      R.in(&F).library(Loop->Of).hazard();
      if (L.Runs.size() > 1)
        R.note(L.Runs[1].C->nameLoc(), "it runs again here")
            .note(V->getLocation(), Loop->Remedy);
      R.fix(entryInstead(S, *V, L, F, U));
    }
}

} // namespace asynctidy
