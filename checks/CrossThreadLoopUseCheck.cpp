// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "CrossThreadLoopUseCheck.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/Objects.h"
#include "support/Threads.h"

using namespace clang;

namespace asynctidy {

namespace {

/// One thread that a function starts.
struct Start {
  const CallSite *At;
  ThreadCode Code;
};

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
  if (!mayEdit(*S.In))
    return {};
  if (!S.Model->ThreadSafe.empty() && isa<CXXMemberCallExpr>(S.C.E))
    return replacedToken(S.C.nameLoc(), S.Model->ThreadSafe, U);
  if (S.Model->SpawnTwin.empty() || S.C.Args.size() != 1 || !S.C.Object)
    return {};
  if (consumerOf(S.C.E, U, U.parents(*S.In)).K != Use::Discarded)
    return {}; // its result is a task, the twin's is not
  std::string Coroutine = textOf(S.C.Args.front(), U);
  std::string Loop = objectText(S.C.Object, U);
  if (Coroutine.empty() || Loop.empty())
    return {};
  return replaced(S.C.E,
                  S.Model->SpawnTwin + "(" + Coroutine + ", " + Loop + ")", U);
}

} // namespace

void CrossThreadLoopUseCheck::checkUnit(const Unit &U) {
  auto Tell = [&](const CallSite &S, const Object &Touched, const Object &Loop,
                  const CallSite *Thread, llvm::ArrayRef<Hop> Hops,
                  const CallSite *RunAt) {
    bool IsLoop = loopModel(Touched, U);
    std::string Name = Touched.Decl->getNameAsString();
    Report R(
        *this, U, S.C.nameLoc(),
        "'" + S.C.name() + "' touches " +
            (IsLoop ? "event loop '" + Name +
                          "' from a thread that does not run it"
                    : "'" + Name +
                          "' from a thread that does not run its event loop") +
            "; this is a data race");
    R.in(S.In).library(S.Model->Of);
    if (Thread)
      R.note(Thread->C.E->getBeginLoc(), "the thread starts here");
    R.notes(Hops);
    if (RunAt && Loop)
      R.note(RunAt->C.nameLoc(), "event loop '" + Loop.Decl->getNameAsString() +
                                     "' runs on another thread here");
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
    std::deque<Start> Starts;
    for (const CallSite &S : F.Calls)
      for (const Function *T : U.handedOff(S)) {
        Start &New = Starts.emplace_back(Start{&S, ThreadCode(U)});
        Bindings Env;
        // std::thread(f, args…): the arguments after the callable are its
        // parameters.
        unsigned Callable = 0;
        while (Callable < S.C.Args.size() &&
               !llvm::is_contained(U.targets(S.C.Args[Callable]), T))
          ++Callable;
        if (T->Decl)
          for (unsigned I = 0; I < T->Decl->getNumParams(); ++I)
            if (unsigned From = Callable + 1 + I; From < S.C.Args.size())
              if (Object O = objectOf(S.C.Args[From], U))
                Env[T->Decl->getParamDecl(I)] = O;
        New.Code.enter(*T, std::move(Env));
      }
    if (Starts.empty())
      continue;
    std::unique_ptr<Paths> P;
    auto Flow = [&]() -> Paths & {
      if (!P)
        P = std::make_unique<Paths>(F, U);
      return *P;
    };
    auto IsJoin = [](const CallSite &S) { return S.Model && S.Model->Joins; };
    llvm::SmallVector<const Stmt *, 4> Joins;
    for (const CallSite &S : F.Calls) {
      if (!IsJoin(S))
        continue;
      Joins.push_back(S.C.E);
      for (const Stmt *Up = S.C.E; Up; Up = U.parents(F).getParent(Up)) {
        // `for (auto &t : threads) t.join();` joins all of them, however many;
        // `if (t.joinable()) t.join();` has nothing to join on its other way.
        if (const auto *For = dyn_cast<CXXForRangeStmt>(Up))
          Joins.push_back(For->getRangeStmt());
        else if (const auto *Counted = dyn_cast<ForStmt>(Up);
                 Counted && Counted->getCond())
          Joins.push_back(Counted->getCond());
        else if (const auto *If = dyn_cast<IfStmt>(Up))
          if (std::optional<Call> Asked = asCall(stripped(If->getCond()));
              Asked && Asked->Object && S.C.Object &&
              objectOf(Asked->Object, U) == objectOf(S.C.Object, U))
            Joins.push_back(Asked->E);
      }
    }
    // A helper, or a lambda, that joins.
    for (const Unit::Edge &E : U.callees(F))
      if (E.At && callsAny(*E.To, U, IsJoin))
        Joins.push_back(E.At->C.E);
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
      for (const Start &T : Starts)
        if (const CallSite *Run = T.Code.runs(Loop))
          return Run;
      return nullptr;
    };

    // Case 1: the thread's code touches what another thread runs.
    for (const Start &T : Starts)
      for (const Visited &V : T.Code.Calls) {
        const CallSite &S = *V.Site;
        if (!S.Model || !S.Model->Touches)
          continue;
        Object Touched = T.Code.resolved(S.C.at(S.Model->Touches), *V.Env);
        if (!Touched || T.Code.owns(Touched))
          continue;
        Object Loop = loopOf(Touched, U);
        // A loop known as a parameter only may be the one that this thread
        // runs.
        bool Known = Loop && !isa<ParmVarDecl>(Loop.Decl);
        if ((Known || (Loop && Loop == Touched)) && !byOwnPointer(Loop, F)
                ? T.Code.runs(Loop) != nullptr
                : T.Code.runsAny())
          continue;
        // A local loop that nobody runs while this thread lives is only set up
        // by it.
        const auto *Local =
            dyn_cast_or_null<VarDecl>(Loop ? Loop.Decl : Touched.Decl);
        bool Ours = Local && Local->hasLocalStorage() && !isAlias(*Local) &&
                    !isa<ParmVarDecl>(Local) && F.Decl &&
                    Local->getDeclContext() == F.Decl;
        bool Given = false;
        if (Ours && Loop) {
          // Given away to what can't be seen, it may run anywhere.
          for (const Use &Each : usesOf(*Local, F, U, Flow().parents()))
            Given |= effectOf(Each, F, U).Escapes;
        }
        const CallSite *Elsewhere = Loop ? RunBy(Loop) : nullptr;
        if (!Elsewhere)
          Elsewhere = RunsMeanwhile(*T.At, Loop);
        if (Ours && !Given && !Elsewhere && !(!Loop && F.IsCoroutine))
          continue;
        Tell(S, Touched, Loop, T.At, V.Hops, Elsewhere);
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
      for (const Start &T : Starts) {
        const CallSite *Run = T.Code.runs(Loop);
        if (!Run || RunsMeanwhile(*T.At, Loop) || !Flow().valid() ||
            JoinedByScope(*T.At, S) || !staysSame(Touched, F) ||
            !Flow().reaches(T.At->C.E, S.C.E, Joins))
          continue;
        Tell(S, Touched, Loop, nullptr, {}, Run);
        break;
      }
    }

    // Case 3: a class whose constructor starts the thread that runs its loop;
    // its public functions are called by others.
    const auto *K = dyn_cast_or_null<CXXConstructorDecl>(F.Decl);
    if (!K)
      continue;
    for (const Start &T : Starts)
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
          bool Joined = callsAny(G, U, IsJoin);
          if (Run && !Joined)
            Tell(S, Touched, Loop, nullptr, {}, Run);
        }
      }
  }
}

} // namespace asynctidy
