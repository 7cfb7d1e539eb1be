// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "UndrainedLoopCheck.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/Objects.h"

using namespace clang;

namespace asynctidy {

namespace {

std::vector<Use> usesOfObject(const Object &O, const Function &F, const Unit &U,
                              ParentMap &Parents) {
  if (const auto *Field = dyn_cast<FieldDecl>(O.Decl))
    return usesOf(*Field, F, U, Parents);
  return usesOf(*cast<VarDecl>(O.Decl), F, U, Parents);
}

/// What the rest of the unit does to a member: work it starts may be pending on
/// entry to any function of the class.
Effect elsewhere(const FieldDecl &Field, const Function &Here, const Unit &U) {
  Effect All;
  for (const Function &F : U.functions()) {
    if (&F == &Here || !F.Body)
      continue;
    ParentMap Parents(const_cast<Stmt *>(F.Body));
    for (const Use &Each : usesOf(Field, F, U, Parents))
      All.add(effectOf(Each, F, U));
  }
  return All;
}

std::string dereferenced(const Expr *E, const Unit &U) {
  std::string Text = textOf(E->IgnoreParenImpCasts(), U);
  if (Text.empty())
    return Text;
  if (const auto *O = dyn_cast<UnaryOperator>(E->IgnoreParenImpCasts());
      O && O->getOpcode() == UO_AddrOf)
    return textOf(O->getSubExpr(), U);
  if (const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(E->IgnoreParenImpCasts());
      Arrow && Arrow->getOperator() == OO_Arrow)
    return "*" + textOf(Arrow->getArg(0), U);
  return E->getType()->isPointerType() ? "*" + Text : Text;
}

} // namespace

void UndrainedLoopCheck::checkUnit(const Unit &U) {
  auto EndsWork = [](const CallSite &S) {
    return S.Model && S.Model->EndsWork;
  };
  bool CallbacksClose = llvm::any_of(U.functions(), [&](const Function &F) {
    return U.onLoop(F) && llvm::any_of(F.Calls, EndsWork);
  });

  for (const Function &F : U.functions()) {
    if (!F.Decl || !F.Body)
      continue;
    std::unique_ptr<Paths> P;
    for (const CallSite &Close : F.Calls) {
      const Expr *E = Close.Model ? Close.C.at(Close.Model->Closes) : nullptr;
      Object Loop = E ? objectOf(E, U) : Object();
      const LoopModel *Model = loopModel(Loop, U);
      if (!Model)
        continue;
      if (!P)
        P = std::make_unique<Paths>(F, U);
      if (!P->valid())
        break;
      llvm::DenseMap<const Stmt *, Effect> Effects;
      Effect First; // the first spawn, for the note
      for (const Use &Each : usesOfObject(Loop, F, U, P->parents())) {
        Effect Each1 = effectOf(Each, F, U);
        Effects[Each.At].add(Each1);
        First.add(Each1);
      }
      for (const CallSite &S : F.Calls) {
        const Function *Helper = U.function(S.C.Callee);
        if (EndsWork(S) || (Helper && callsAny(*Helper, U, EndsWork)))
          Effects[S.C.E].EndsWork = true;
      }
      enum { Clean, Pending, Closing };
      unsigned Initial = Clean;
      if (const auto *Field = dyn_cast<FieldDecl>(Loop.Decl)) {
        Effect Others = elsewhere(*Field, F, U);
        // Somebody else may drain it, or hand it on: not our business.
        if (Others.Drains || Others.Escapes || Others.EndsWork)
          continue;
        if (Others.Spawns) {
          Initial = Pending;
          First.add(Others);
        }
      }
      bool Reached = false;
      P->run(Initial, [&](const Stmt *S, unsigned State) -> unsigned {
        if (S == Close.C.E && State == Pending)
          Reached = true;
        auto Found = Effects.find(S);
        if (Found == Effects.end())
          return State;
        const Effect &It = Found->second;
        if (It.Drains || It.Escapes)
          return Clean;
        if (It.Spawns)
          return Pending;
        if (It.EndsWork && State == Pending)
          return Closing;
        if (It.Runs && (State == Closing || CallbacksClose))
          return Clean;
        return State;
      });
      if (!Reached || First.SpawnedBy.empty())
        continue;
      Report R(*this, U, Close.C.nameLoc(),
               "'" + Close.C.name() + "' reaches event loop '" +
                   Loop.Decl->getNameAsString() + "' with " + Model->Pending);
      R.in(&F).library(Model->Of);
      R.note(First.SpawnedAt, "'" + First.SpawnedBy +
                                  (First.SpawnsHandle ? "' binds a handle here"
                                                      : "' starts a task here"));
      if (!Model->DrainRemedy.empty())
        R.note(Close.C.nameLoc(), Model->DrainRemedy);
      std::string Name = dereferenced(E, U);
      if (!Model->DrainCall.empty() && !Name.empty() && mayEdit(F)) {
        std::string Text = Model->DrainCall;
        if (size_t At = Text.find("$loop"); At != std::string::npos)
          Text.replace(At, 5, Name);
        R.fix(insertedBefore(Close.C.E, Text, U, P->parents()));
      }
    }

    // A loop that its destructor closes: work was given to it and nothing runs it.
    const auto *Block = dyn_cast<CompoundStmt>(F.Body);
    if (!Block)
      continue;
    for (const CallSite &S : F.Calls) {
      const LoopModel *Model = isa<CXXConstructExpr>(S.C.E)
                                   ? U.models().loop(S.C.E->getType())
                                   : nullptr;
      if (!Model || Model->ClosedByHand || Model->Pending.empty())
        continue;
      if (!P)
        P = std::make_unique<Paths>(F, U);
      const auto *D =
          dyn_cast_or_null<DeclStmt>(P->parents().getParent(S.C.E));
      const auto *V = D && D->isSingleDecl()
                          ? dyn_cast<VarDecl>(D->getSingleDecl())
                          : nullptr;
      if (!V || !V->hasLocalStorage() || V->getInit() != S.C.E)
        continue;
      Effect All;
      bool Unsure = false;
      for (const Use &Each : usesOf(*V, F, U, P->parents())) {
        Effect One = effectOf(Each, F, U);
        // Only plain calls of its library on it: anything else may run it.
        bool Known = (Each.K == Use::Called || Each.K == Use::Passed) &&
                     U.models().call(*Each.C);
        Unsure |= !Known;
        All.add(One);
      }
      if (!All.Spawns || All.Runs || All.Escapes || All.Drains || Unsure)
        continue;
      Report R(*this, U, V->getLocation(),
               "event loop '" + V->getNameAsString() + "' ends with " +
                   Model->Pending);
      R.in(&F).library(Model->Of);
      R.note(All.SpawnedAt, "'" + All.SpawnedBy + "' starts a task here");
      if (!Model->DrainRemedy.empty())
        R.note(V->getLocation(), Model->DrainRemedy);
    }
  }
}

} // namespace asynctidy
