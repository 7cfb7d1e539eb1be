// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "CrossThreadLoopUseCheck.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/Objects.h"
#include "support/Summaries.h"
#include "support/Threads.h"

using namespace clang;

namespace asynctidy {

namespace {

bool declaredInLoop(const Stmt *S, const VarDecl &V, bool Inside) {
  if (!S)
    return false;
  if (const auto *D = dyn_cast<DeclStmt>(S))
    for (const Decl *Each : D->decls())
      if (Each == &V)
        return Inside;
  Inside |= isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S);
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return declaredInLoop(Child, V, Inside);
  });
}

/// Does \p O name one object throughout \p F? Not when it is reached through a
/// pointer that is set again, or made anew on each turn of a loop.
bool staysSame(const Object &O, const Function &F) {
  const auto *V = dyn_cast_or_null<VarDecl>(O.isMember() ? O.Of : O.Decl);
  if (!V || !V->hasLocalStorage())
    return true;
  return (!V->getType()->isPointerType() || neverReassigned(*V, F.Body)) &&
         !declaredInLoop(F.Body, *V, false);
}

/// Is \p O a member of what a pointer of the thread's own code leads to? Then
/// it may be the same as one with another name there. \p Starter: who started
/// the thread; its pointers are the same in both.
bool byOwnPointer(const Object &O, const Function &Starter) {
  const VarDecl *V = O.isMember() ? O.Of : nullptr;
  return V && V->hasLocalStorage() && V->getType()->isPointerType() &&
         V->getDeclContext() != Starter.Decl;
}

Edits threadSafeInstead(const CallSite &S, const Unit &U) {
  if (!mayEditAlike(*S.In))
    return {};
  if (!S.Model->ThreadSafe.empty() && isa<CXXMemberCallExpr>(S.C.E))
    return replacedToken(S.C.nameLoc(), S.Model->ThreadSafe, U);
  if (S.Model->SpawnTwin.empty() || S.C.Args.size() != 1 || !S.C.Object)
    return {};
  if (consumerOf(S.C.E, U, U.parents(*S.In)).K != Use::Discarded)
    return refused("what '" + S.C.name() + "' gives is kept, and '" +
                   S.Model->SpawnTwin + "' gives something else");
  std::string Coroutine = textOf(S.C.Args.front(), U);
  std::string Loop = objectText(S.C.Object, U);
  if (Coroutine.empty() || Loop.empty())
    return {};
  return replaced(S.C.E,
                  S.Model->SpawnTwin + "(" + Coroutine + ", " + Loop + ")", U);
}

/// The loops that \p S gives to a function of another file.
std::vector<GivenLoop> givenAway(const CallSite &S, const Unit &U) {
  std::vector<GivenLoop> Found = loopsGiven(S, U);
  llvm::erase_if(Found, [](const GivenLoop &G) { return G.Body; });
  return Found;
}

/// May what \p S calls join a thread, as far as can be seen here? What is in
/// another file, virtual or called through a value may.
bool mayJoin(const CallSite &S, const Unit &U) {
  auto Unseen = [&](const CallSite &Each) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Each.C.Callee);
    return (Each.Model && Each.Model->Joins) || U.isElsewhere(Each.C) ||
           (Method && Method->isVirtual());
  };
  if (Unseen(S))
    return true;
  const Function *Body = U.function(S.C.Callee);
  return Body && (!Body->Indirect.empty() || callsAny(*Body, U, Unseen));
}

} // namespace

void CrossThreadLoopUseCheck::checkUnit(const Unit &U) {
  auto Tell = [&](const CallSite &S, const Object &Touched, const Object &Loop,
                  const CallSite *Thread, llvm::ArrayRef<Hop> Hops,
                  const CallSite *RunAt,
                  std::vector<std::vector<Fact>> Ways = {},
                  const Function *OffLoop = nullptr) {
    const LoopModel *IsLoop = loopModel(Touched, U);
    std::string Name = Touched.Decl->getNameAsString();
    Report R(
        *this, U, S.C.nameLoc(),
        "'" + S.C.name() + "' touches " +
            (IsLoop ? "event loop '" + Name +
                          "' from a thread that does not run it"
                    : "'" + Name +
                          "' from a thread that does not run its event loop") +
            "; this is a data race");
    R.in(S.In).library(S.Model ? S.Model->Of : IsLoop ? IsLoop->Of : nullptr);
    for (std::vector<Fact> &Facts : Ways)
      R.when(std::move(Facts));
    if (OffLoop)
      R.when(*OffLoop, Fact::NotYes);
    if (Thread)
      R.note(Thread->C.E->getBeginLoc(), "the thread starts here");
    R.notes(Hops);
    if (RunAt && Loop)
      R.note(RunAt->C.nameLoc(), "event loop '" + Loop.Decl->getNameAsString() +
                                     "' runs on another thread here");
    if (!S.Model)
      return;
    const std::string &Twin =
        S.Model->ThreadSafe.empty() ? S.Model->SpawnTwin : S.Model->ThreadSafe;
    if (!S.Model->Instead.empty())
      R.note(S.C.nameLoc(), S.Model->Instead);
    else if (!Twin.empty())
      R.note(S.C.nameLoc(), "'" + Twin + "' is the thread-safe way");
    R.fix(threadSafeInstead(S, U));
  };

  for (const Function &F : U.functions()) {
    if (!F.Body)
      continue;
    std::deque<ThreadStart> Starts = startsIn(F, U);
    std::vector<GivenLoop> Given;
    for (const CallSite &S : F.Calls)
      llvm::append_range(Given, loopsGiven(S, U));
    if (Starts.empty() && Given.empty())
      continue;
    std::unique_ptr<Paths> P;
    auto Flow = [&]() -> Paths & {
      if (!P)
        P = std::make_unique<Paths>(F, U);
      return *P;
    };
    const auto Joins = joinsIn(F, U);
    /// Does this function, after \p S and before a join, run \p Loop (any loop,
    /// where it is not known) itself?
    auto RunsMeanwhile = [&](const CallSite &S,
                             const Object &Loop) -> const CallSite * {
      for (const CallSite &Run : F.Calls)
        if (Run.Model && Run.Model->Runs &&
            (!Loop || (Run.C.at(Run.Model->Runs) &&
                       objectOf(Run.C.at(Run.Model->Runs), U) == Loop)) &&
            Flow().valid() && Flow().reaches(S.C.E, Run.C.E, Joins))
          return &Run;
      return nullptr;
    };
    /// Is \p S outside of the block at whose end the thread of \p T is joined?
    auto JoinedByScope = [&](const CallSite &T, const CallSite &S) {
      if (!U.models().isJoiningThread(T.C.E->getType()))
        return false;
      const Stmt *Block = T.C.E;
      while (Block && !isa<CompoundStmt>(Block))
        Block = Flow().parents().getParent(Block);
      for (const Stmt *P = S.C.E; P; P = Flow().parents().getParent(P))
        if (P == Block)
          return false;
      return true;
    };
    auto RunBy = [&](const Object &Loop) -> const CallSite * {
      for (const ThreadStart &T : Starts)
        if (const CallSite *Run = T.Code.runs(Loop))
          return Run;
      return nullptr;
    };

    // Case 1: the thread's code touches what another thread runs, itself or by
    // a function of another file.
    auto CheckTouch = [&](const ThreadStart &T, const Visited &V,
                          const Object &Touched, std::vector<Fact> Facts) {
      const CallSite &S = *V.Site;
      if (!Touched || T.Code.owns(Touched))
        return;
      Object Loop = loopOf(Touched, U);
      // A loop known as a parameter only may be the one that this thread runs.
      bool Known = Loop && !isa<ParmVarDecl>(Loop.Decl);
      if ((Known || (Loop && Loop == Touched)) && !byOwnPointer(Loop, F)
              ? T.Code.runs(Loop) != nullptr
              : T.Code.runsAny())
        return;
      // A local loop that nobody runs while this thread lives is only set up by
      // it.
      const auto *Local =
          dyn_cast_or_null<VarDecl>(Loop ? Loop.Decl : Touched.Decl);
      bool Ours = Local && Local->hasLocalStorage() && !isAlias(*Local) &&
                  !isa<ParmVarDecl>(Local) && F.Decl &&
                  Local->getDeclContext() == F.Decl;
      bool Escapes = false;
      if (Ours && Loop && S.Model) {
        // Given away to what can't be seen, it may run anywhere.
        for (const Use &Each : usesOf(*Local, F, U, Flow().parents()))
          Escapes |= effectOf(Each, F, U).escapes();
      }
      const CallSite *Elsewhere = Loop ? RunBy(Loop) : nullptr;
      if (!Elsewhere)
        Elsewhere = RunsMeanwhile(*T.At, Loop);
      if (Ours && !Escapes && !Elsewhere && !(!Loop && F.IsCoroutine))
        return;
      // Nor may a function of another file run it on this thread.
      for (const Visited &Other : T.Code.Calls)
        for (const GivenLoop &G : givenAway(*Other.Site, U))
          if (T.Code.resolved(G.E, *Other.Env) == Loop)
            Facts.push_back(factOf(G.To, Fact::Runs, Fact::NotYes, U));
      Tell(S, Touched, Loop, T.At, V.Hops, Elsewhere, {std::move(Facts)});
    };
    for (const ThreadStart &T : Starts)
      for (const Visited &V : T.Code.Calls) {
        if (const CallModel *M = V.Site->Model; M && M->Touches)
          CheckTouch(T, V, T.Code.resolved(V.Site->C.at(M->Touches), *V.Env),
                     {});
        for (const GivenLoop &G : givenAway(*V.Site, U))
          CheckTouch(T, V, T.Code.resolved(G.E, *V.Env),
                     {factOf(G.To, Fact::Touches, Fact::Yes, U)});
      }

    // Case 2: this function touches what a thread it started runs.
    for (const CallSite &S : F.Calls) {
      if (!S.Model || !S.Model->Touches || S.State == Guard::LoopRuns)
        continue;
      const Expr *E = S.C.at(S.Model->Touches);
      Object Touched = E ? objectOf(E, U) : Object();
      Object Loop = Touched ? loopOf(Touched, U) : Object();
      if (!Loop)
        continue;
      for (const ThreadStart &T : Starts) {
        const CallSite *Run = T.Code.runs(Loop);
        if (!Run || RunsMeanwhile(*T.At, Loop) || !Flow().valid() ||
            JoinedByScope(*T.At, S) || !staysSame(Touched, F) ||
            !Flow().reaches(T.At->C.E, S.C.E, Joins))
          continue;
        Tell(S, Touched, Loop, nullptr, {}, Run);
        break;
      }
      // The thread is started by a function that is given the loop. Any other
      // that comes between may join it, and what a constructor starts its
      // destructor may.
      std::vector<std::vector<Fact>> Ways;
      for (const GivenLoop &G : Given) {
        if (!(objectOf(G.E, U) == Loop) ||
            isa<CXXConstructorDecl>(G.At->C.Callee) ||
            RunsMeanwhile(*G.At, Loop) || !Flow().valid() ||
            JoinedByScope(*G.At, S) || !staysSame(Touched, F))
          continue;
        llvm::SmallVector<const Stmt *, 8> Between(Joins.begin(), Joins.end());
        for (const CallSite &Other : F.Calls)
          if (&Other != G.At && mayJoin(Other, U))
            Between.push_back(Other.C.E);
        for (const auto &[Through, Other] : F.Indirect)
          Between.push_back(Other);
        if (!Flow().reaches(G.At->C.E, S.C.E, Between))
          continue;
        if (!G.Body) {
          Ways.push_back({factOf(G.To, Fact::RunsOnThread, Fact::Yes, U)});
        } else if (const CallSite *Start =
                       leavesRunning(*G.Body, G.To.Index, U)) {
          Tell(S, Touched, Loop, Start, {}, nullptr);
          Ways.clear();
          break;
        }
      }
      if (!Ways.empty())
        Tell(S, Touched, Loop, nullptr, {}, nullptr, std::move(Ways));
    }

    // Case 3: a class whose constructor starts the thread that runs its loop;
    // its public functions are called by others.
    const auto *K = dyn_cast_or_null<CXXConstructorDecl>(F.Decl);
    if (!K)
      continue;
    for (const ThreadStart &T : Starts)
      for (const Function &G : U.functions()) {
        const auto *M = dyn_cast_or_null<CXXMethodDecl>(G.Decl);
        if (!M || G.IsLambda || G.IsCoroutine ||
            M->getParent() != K->getParent() ||
            isa<CXXConstructorDecl, CXXDestructorDecl>(M) ||
            M->getAccess() != AS_public || U.onLoop(G) ||
            llvm::is_contained(T.Code.Functions, &G))
          continue;
        for (const CallSite &S : G.Calls) {
          if (!S.Model || !S.Model->Touches || S.State != Guard::Unknown)
            continue;
          const Expr *E = S.C.at(S.Model->Touches);
          Object Touched = E ? objectOf(E, U) : Object();
          Object Loop = Touched.isMember() ? loopOf(Touched, U) : Object();
          const CallSite *Run = Loop ? T.Code.runs(Loop) : nullptr;
          bool Joined = callsAny(G, U, [](const CallSite &Each) {
            return Each.Model && Each.Model->Joins;
          });
          if (Run && !Joined)
            Tell(S, Touched, Loop, nullptr, {}, Run, {}, &G);
        }
      }
  }
}

} // namespace asynctidy
