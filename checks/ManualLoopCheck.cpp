// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ManualLoopCheck.h"
#include "support/Lifecycle.h"
#include "support/LoopOwner.h"

using namespace clang;

namespace asynctidy {

/// The local variable that keeps the loop which \p S makes.
static const VarDecl *keptIn(const CallSite &S, const Unit &U) {
  Use Result = consumerOf(S.C.E, U, U.parents(*S.In));
  const VarDecl *V = Result.keptIn();
  return V && V->hasLocalStorage() && !V->getType()->isReferenceType()
             ? V
             : nullptr;
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

/// Is \p Field, private to its class, a loop that the class makes?
static bool isMadeByItsClass(const FieldDecl &Field, const Unit &U) {
  if (Field.getAccess() != AS_private)
    return false;
  if (!Field.getType()->isPointerType() && U.models().loop(Field.getType()))
    return true;
  if (const Expr *Init = Field.getInClassInitializer();
      Init && factoryOf(Init, U))
    return true;
  for (const Function &F : U.functions()) {
    if (const auto *K = dyn_cast_or_null<CXXConstructorDecl>(F.Decl))
      for (const CXXCtorInitializer *I : K->inits())
        if (I->getMember() == &Field && factoryOf(I->getInit(), U))
          return true;
    for (const CallSite &S : F.Calls)
      if (S.C.Callee->getOverloadedOperator() == OO_Equal && S.C.Object &&
          !S.C.Args.empty() && objectOf(S.C.Object, U).Decl == &Field &&
          factoryOf(S.C.Args.front(), U))
        return true;
  }
  return false;
}

/// Case 2: the life is spread over a class.
void ManualLoopCheck::checkMembers(const Unit &U) {
  llvm::SmallVector<const CXXRecordDecl *, 8> Classes;
  for (const Function &F : U.functions())
    if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(F.Decl);
        M && !F.IsLambda && !llvm::is_contained(Classes, M->getParent()))
      Classes.push_back(M->getParent());
  for (const CXXRecordDecl *Class : Classes)
    for (const FieldDecl *Field : Class->fields()) {
      const LoopModel *Loop = ownedLoop(Field->getType(), U);
      if (!Loop || Loop->Owner.empty() || isOwnLoopClass(Field->getType(), U) ||
          !isMadeByItsClass(*Field, U))
        continue;
      const Function *Runs = nullptr, *Closes = nullptr;
      for (const Function &F : U.functions())
        if (F.Body)
          for (const Use &Each : usesOf(*Field, F, U, U.parents(F))) {
            const CallModel *Model =
                Each.K == Use::Called ? U.models().call(*Each.C) : nullptr;
            if (!Model)
              continue;
            if (Model->Closes.K == Place::This)
              Closes = &F;
            else if (Model->Runs.K == Place::This && Each.C->Args.size() == 1)
              Runs = &F;
          }
      if (!Runs || !Closes)
        continue;
      Report R(*this, U, Field->getLocation(),
               "event loop '" + Field->getNameAsString() +
                   "' is made, run and closed by hand by '" +
                   plainName(*Class) + "'; '" + Loop->Owner +
                   "' does all of it");
      R.library(Loop->Of).hazard();
      Repair Fix = ownerInstead(*Field, U);
      R.note(Runs->location(), Runs->name() + " runs it")
          .note(Closes->location(), Closes->name() + " closes it")
          .note(Field->getLocation(), Loop->Remedy, std::move(Fix.All));
    }
}

void ManualLoopCheck::checkUnit(const Unit &U) {
  checkMembers(U);
  // Case 1: a local variable.
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (!S.Model || !S.Model->Makes || !F.Decl)
        continue;
      const VarDecl *V = keptIn(S, U);
      const LoopModel *Loop = V ? ownedLoop(V->getType(), U) : nullptr;
      if (!Loop || Loop->Entry.empty() || isOwnLoopClass(V->getType(), U))
        continue;
      Life L = lifeOf(*V, F, U);
      if (L.Runs.empty() || L.Ends.empty() || L.GivenAway || L.RunsForEver)
        continue;
      Report R(*this, U, V->getLocation(),
               "event loop '" + V->getNameAsString() +
                   "' is made, run and closed by hand; '" + Loop->Entry +
                   "' does all of it");
      R.in(&F).library(Loop->Of).hazard();
      Repair Fix = ownerInstead(*V, F, U);
      const bool Owned = !Fix.All.empty() && !Fix.Safe;
      if (L.Runs.size() > 1)
        R.note(L.Runs[1].C->nameLoc(), "it runs again here");
      if (L.Runs.size() > 1 || Owned)
        R.note(V->getLocation(), Loop->Remedy, Owned ? Fix.All : Edits());
      if (!Owned)
        R.fix(std::move(Fix.All));
    }
}

} // namespace asynctidy
