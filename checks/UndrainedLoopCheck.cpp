// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "UndrainedLoopCheck.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/LoopOwner.h"
#include "support/Objects.h"
#include "support/Summaries.h"

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
    ParentMap &Parents = U.parents(F);
    for (const Use &Each : usesOf(Field, F, U, Parents))
      All.add(effectOf(Each, F, U));
  }
  return All;
}

/// Do the callbacks and coroutines that \p F gives its loops end their work by
/// themselves?
bool endsByItself(const Function &F, const Unit &U) {
  llvm::SmallVector<const Function *, 8> Work{&F}, Seen{&F};
  auto Reach = [&](const Function *To) {
    if (To && !llvm::is_contained(Seen, To) && Seen.size() < 200) {
      Seen.push_back(To);
      Work.push_back(To);
    }
  };
  while (!Work.empty()) {
    const Function *Next = Work.pop_back_val();
    for (const CallSite &S : Next->Calls) {
      if (S.Model && S.Model->EndsWork) {
        if (Next != &F)
          return true;
        continue; // what it calls is part of the ending
      }
      for (const Function *T : U.calledLater(S))
        Reach(T);
      Reach(U.function(S.C.Callee)); // called, or a coroutine that is run
    }
  }
  return false;
}

/// `assert(close(loop) == busy)`: the program knows that it fails.
bool expectsFailure(const Call &C, const ParentMap &Parents) {
  const Stmt *Child = C.E;
  const Stmt *Up = Parents.getParent(Child);
  while (isa_and_nonnull<ParenExpr, ImplicitCastExpr>(Up))
    Child = Up, Up = Parents.getParent(Up);
  const auto *B = dyn_cast_or_null<BinaryOperator>(Up);
  if (!B || B->getOpcode() != BO_EQ)
    return false;
  const Expr *Other = B->getLHS() == Child ? B->getRHS() : B->getLHS();
  const auto *D = dyn_cast<DeclRefExpr>(Other->IgnoreParenImpCasts());
  return D && isa<EnumConstantDecl>(D->getDecl());
}

/// That the functions of other files leave what is pending as it is.
std::vector<Fact> leavePending(llvm::ArrayRef<Given> Handed, bool RunEnds,
                               const Unit &U) {
  std::vector<Fact> Facts;
  for (const Given &G : Handed) {
    for (Fact::Word W :
         {Fact::Closes, Fact::Drains, Fact::EndsWork, Fact::Keeps})
      Facts.push_back(factOf(G, W, Fact::No, U));
    if (RunEnds)
      Facts.push_back(factOf(G, Fact::Runs, Fact::No, U));
  }
  return Facts;
}

/// The drain of \p Loop, as its library does it, before \p Close.
Edits drainedBefore(const CallSite &Close, const Expr *Loop,
                    const LoopModel &Model, const Unit &U) {
  if (Model.DrainCall.empty() || !mayEditAlike(*Close.In) ||
      (Close.C.Callee->isExternC() && !U.context().getLangOpts().CPlusPlus))
    return {};
  std::string Text = ofLoop(Model.DrainCall, Loop, U);
  if (Text.empty())
    return refused("it stands in a macro");
  return insertedBefore(Close.C.E, Text, U, U.parents(*Close.In));
}

/// One piece of work that a function, or its class, gives to a loop.
struct Spawn {
  const Stmt *At = nullptr; ///< null: pending on entry
  Effect What;
  Object Handle; ///< what was bound, where that is known
  /// By this function of another file, if that starts some.
  std::optional<Given> By;
};

} // namespace

void UndrainedLoopCheck::checkUnit(const Unit &U) {
  bool CallbacksEnd = llvm::any_of(U.functions(), [&](const Function &F) {
    return U.onLoop(F) && llvm::any_of(F.Calls, [](const CallSite &S) {
             return S.Model && S.Model->EndsWork;
           });
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
      // `while (close(loop) == busy) …` sees to what is pending.
      const Stmt *Child = Close.C.E;
      const Stmt *Up = P->parents().getParent(Child);
      while (isa_and_nonnull<Expr>(Up))
        Child = Up, Up = P->parents().getParent(Up);
      if (isa_and_nonnull<WhileStmt, DoStmt, ForStmt>(Up) ||
          expectsFailure(Close.C, P->parents()))
        continue;

      llvm::DenseMap<const Stmt *, Effect> Effects;
      std::vector<Spawn> Spawns, Others;
      llvm::SmallVector<Given, 4> Handed;
      for (const Use &Each : usesOfObject(Loop, F, U, P->parents())) {
        Effect One = effectOf(Each, F, U);
        Effects[Each.At].add(One);
        for (const Given &G : One.Handed) {
          Handed.push_back(G);
          Others.push_back({Each.At, One, {}, G});
        }
        if (!One.Spawns)
          continue;
        Spawn New{Each.At, One, {}, {}};
        if (const CallModel *M = Each.C ? U.models().call(*Each.C) : nullptr;
            M && M->Binds)
          if (const Expr *Bound = Each.C->at(M->Binds))
            New.Handle = objectOf(Bound, U);
        Spawns.push_back(New);
      }
      // What each call ends: everything on the loop, or one handle.
      llvm::DenseMap<const Stmt *, Object> Ends;
      for (const CallSite &S : F.Calls) {
        const Function *Helper = U.function(S.C.Callee);
        if (S.Model && S.Model->EndsWork) {
          const Expr *What = S.C.at(S.Model->EndsWork);
          Ends[S.C.E] = What ? objectOf(What, U) : Object();
        } else if (Helper && callsAny(*Helper, U, [](const CallSite &Inner) {
                     return Inner.Model && Inner.Model->EndsWork;
                   })) {
          Ends[S.C.E] = {};
        }
      }
      if (const auto *Field = dyn_cast<FieldDecl>(Loop.Decl)) {
        Effect Elsewhere = elsewhere(*Field, F, U);
        // Somebody else may drain it, or hand it on: not our business.
        if (Elsewhere.Drains || Elsewhere.escapes() || Elsewhere.EndsWork)
          continue;
        if (Elsewhere.Spawns)
          Spawns.push_back({nullptr, Elsewhere, {}, {}});
      }
      // Callbacks of a member's loop are given to it all over the class.
      bool ByItself = Loop.isMember() ? CallbacksEnd : endsByItself(F, U);
      // Is the work still pending at the close? With \p Trusting, whoever is
      // given the loop in another file sees to that.
      auto IsPending = [&](const Spawn &Each, bool Trusting) {
        enum { Clean, Pending, Closing, Ended };
        bool Reached = false, EndedSomewhere = false;
        P->run(Each.At ? Clean : Pending,
               [&](const Stmt *S, unsigned State) -> unsigned {
                 if (S == Close.C.E) {
                   Reached |= State == Pending || State == Closing;
                   EndedSomewhere |= State == Ended;
                 }
                 if (auto End = Ends.find(S);
                     End != Ends.end() && State == Pending &&
                     (!End->second || !Each.Handle || End->second == Loop ||
                      End->second == Each.Handle))
                   return Closing;
                 auto Found = Effects.find(S);
                 if (Found == Effects.end())
                   return State;
                 const Effect &It = Found->second;
                 if (It.Drains || It.Escapes ||
                     (Trusting && !It.Handed.empty()) || (It.Runs && ByItself))
                   return Clean;
                 if (It.Runs && State == Closing)
                   return Ended;
                 return S == Each.At ? unsigned(Pending) : State;
               });
        // What is ended and run to its end on some path usually is on the
        // others, under the same conditions as it was started: paths do not
        // know that.
        return Reached && !EndedSomewhere;
      };
      auto Tell = [&](llvm::ArrayRef<Spawn> Found, bool Trusting) {
        if (Found.empty())
          return false;
        Report R(*this, U, Close.C.nameLoc(),
                 "'" + Close.C.name() + "' reaches event loop '" +
                     Loop.Decl->getNameAsString() + "' with " + Model->Pending);
        R.in(&F).library(Model->Of);
        std::vector<Fact> Facts;
        if (!Trusting)
          Facts = leavePending(Handed, ByItself, U);
        // Another file may see to a member.
        if (Loop.isMember())
          for (Fact::Word W : {Fact::Drains, Fact::EndsWork})
            Facts.push_back(
                {idOf(*Loop.Decl, U), std::nullopt, W, Fact::NotYes, ""});
        for (const Spawn &Each : Found) {
          if (!Each.By) {
            R.note(Each.What.SpawnedAt, spawnText(Each.What));
            if (!Facts.empty())
              R.when(std::move(Facts));
            break;
          }
          std::vector<Fact> Starts = Facts;
          Starts.push_back(factOf(*Each.By, Fact::Spawns, Fact::Yes, U));
          R.when(std::move(Starts),
                 {{Each.By->At, "'" + plainName(*Each.By->To) +
                                    "' is given the event loop here"}});
        }
        Edits Drained = drainedBefore(Close, E, *Model, U);
        // A C library's handles can be in memory that is gone.
        const bool Safe = !Close.C.Callee->isExternC();
        if (!Model->DrainRemedy.empty())
          R.note(Close.C.nameLoc(), Model->DrainRemedy,
                 Safe ? Edits() : Drained);
        if (Safe)
          R.fix(std::move(Drained));
        return true;
      };
      auto PendingOf = [&](const std::vector<Spawn> &All, bool Trusting) {
        std::vector<Spawn> Found;
        llvm::copy_if(All, std::back_inserter(Found), [&](const Spawn &Each) {
          return IsPending(Each, Trusting);
        });
        return Found;
      };
      if (!Tell(PendingOf(Spawns, true), true) && !Handed.empty() &&
          !Tell(PendingOf(Spawns, false), false))
        Tell(PendingOf(Others, false), false);
    }

    // A loop that its destructor closes: work was given to it and nothing runs
    // it.
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
      const auto *D = dyn_cast_or_null<DeclStmt>(P->parents().getParent(S.C.E));
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
        const CallModel *Word = Each.K == Use::Called || Each.K == Use::Passed
                                    ? U.models().call(*Each.C)
                                    : nullptr;
        bool Known = Word && Word->Of == Model->Of;
        Unsure |= !Known;
        All.add(One);
      }
      if (!All.Spawns || All.Runs || All.escapes() || All.Drains || Unsure)
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
