// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "CrossThreadLoopUseCheck.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/Objects.h"

using namespace clang;

namespace asynctidy {

namespace {

/// What parameters stand for where a thread's code was entered.
using Bindings = llvm::DenseMap<const ValueDecl *, Object>;

/// One call in a thread's code, with the way there.
struct Visited {
  const CallSite *Site;
  const Bindings *Env;
  std::vector<Hop> Hops;
};

/// The code of one thread: its entry and what that calls before it returns.
class ThreadCode {
public:
  ThreadCode(const Unit &U) : U(U) {}

  void enter(const Function &Entry, Bindings Env) {
    visit(Entry, std::move(Env), {});
  }

  Object resolved(const Expr *E, const Bindings &Env) const {
    Object O = E ? objectOf(E, U) : Object();
    for (unsigned Depth = 0; O && Depth < 8; ++Depth) {
      auto Found = Env.find(O.isMember() ? O.Of : O.Decl);
      if (Found == Env.end() || !O.Decl)
        return O;
      if (O.isMember() && O.Of)
        O.Of = dyn_cast_or_null<VarDecl>(Found->second.Decl);
      else
        O = Found->second;
    }
    return O;
  }

  /// The call by which this code runs \p Loop, or null.
  const CallSite *runs(const Object &Loop) const {
    for (const Visited &V : Calls)
      if (V.Site->Model && V.Site->Model->Runs &&
          resolved(V.Site->C.at(V.Site->Model->Runs), *V.Env) == Loop)
        return V.Site;
    return nullptr;
  }
  bool runsAny() const {
    return llvm::any_of(Calls, [](const Visited &V) {
      return V.Site->Model && V.Site->Model->Runs;
    });
  }
  /// Is \p O an object of this code's own? What a pointer gets from a parameter
  /// is not.
  bool owns(const Object &O) const {
    const Decl *D =
        O.isMember() && O.Of ? static_cast<const Decl *>(O.Of) : O.Decl;
    bool Inside = llvm::any_of(Functions, [&](const Function *F) {
      return F->Decl && D->getDeclContext() == F->Decl;
    });
    const auto *V = dyn_cast<VarDecl>(D);
    if (!Inside || !V)
      return Inside;
    if (isa<ParmVarDecl>(V))
      return !V->getType()->isPointerType() && !V->getType()->isReferenceType();
    if (!V->getType()->isPointerType() || !V->getInit())
      return true;
    Object From = objectOf(V->getInit(), U);
    const Expr *Init = stripped(V->getInit());
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Init))
      Init = stripped(Cast->getSubExpr());
    if (const auto *M = dyn_cast<MemberExpr>(Init))
      From = objectOf(M->getBase(), U);
    return !isa_and_nonnull<ParmVarDecl>(From.Decl);
  }

  std::vector<Visited> Calls;
  std::vector<const Function *> Functions;

private:
  void visit(const Function &F, Bindings Env, std::vector<Hop> Hops) {
    if (llvm::is_contained(Functions, &F) || Hops.size() > 12)
      return;
    Functions.push_back(&F);
    const Bindings &Kept = Envs.emplace_back(std::move(Env));
    for (const CallSite &S : F.Calls)
      if (S.State != Guard::LoopRuns)
        Calls.push_back({&S, &Kept, Hops});
    for (const Unit::Edge &E : U.callees(F)) {
      Bindings Inner;
      if (E.At && E.To->Decl)
        for (unsigned I = 0; I < E.At->C.Args.size() &&
                             I < E.To->Decl->getNumParams() && !E.To->IsLambda;
             ++I)
          if (Object O = resolved(E.At->C.Args[I], Kept))
            Inner[E.To->Decl->getParamDecl(I)] = O;
      for (const auto &[From, To] : Kept)
        Inner.try_emplace(From, To);
      std::vector<Hop> Next = Hops;
      Next.push_back(
          {E.Location, F.name() + " calls " + E.To->name() + " here"});
      visit(*E.To, std::move(Inner), std::move(Next));
    }
  }

  const Unit &U;
  std::deque<Bindings> Envs;
};

/// One thread that a function starts.
struct Start {
  const CallSite *At;
  ThreadCode Code;
};

/// The loop that \p O is, or is bound to.
Object loopOf(const Object &O, const Unit &U) {
  if (!O || loopModel(O, U))
    return O;
  auto BoundTo = [&](const CallSite &S) -> Object {
    if (!S.Model || !S.Model->Binds)
      return {};
    const Expr *To = S.C.at(S.Model->To);
    return To ? objectOf(To, U) : Object();
  };
  const Expr *Init = nullptr;
  if (const auto *V = dyn_cast<VarDecl>(O.Decl))
    Init = V->getInit();
  for (const Function &F : U.functions()) {
    if (const auto *K = dyn_cast_or_null<CXXConstructorDecl>(F.Decl))
      for (const CXXCtorInitializer *I : K->inits())
        if (I->getMember() == O.Decl)
          Init = I->getInit();
    for (const CallSite &S : F.Calls)
      if (S.Model && S.Model->Binds && S.Model->Binds.K == Place::Arg)
        if (const Expr *Bound = S.C.at(S.Model->Binds))
          if (objectOf(Bound, U).Decl == O.Decl)
            return BoundTo(S);
  }
  if (std::optional<Call> C = asCall(Init ? stripped(Init) : nullptr)) {
    CallSite S;
    S.C = *C;
    S.Model = U.models().call(*C);
    return BoundTo(S);
  }
  return {};
}

Edits threadSafeInstead(const CallSite &S, const Unit &U) {
  if (!mayEdit(*S.In))
    return {};
  if (!S.Model->ThreadSafe.empty() && isa<CXXMemberCallExpr>(S.C.E))
    return replacedToken(S.C.nameLoc(), S.Model->ThreadSafe, U);
  if (S.Model->SpawnTwin.empty() || S.C.Args.size() != 1 || !S.C.Object)
    return {};
  ParentMap Parents(const_cast<Stmt *>(S.In->Body));
  if (consumerOf(S.C.E, U, Parents).K != Use::Discarded)
    return {}; // its result is a task, the twin's is not
  std::string Coroutine = textOf(S.C.Args.front(), U);
  const Expr *Object = S.C.Object->IgnoreParenImpCasts();
  std::string Loop = textOf(Object, U);
  if (const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(Object);
      Arrow && Arrow->getOperator() == OO_Arrow)
    Loop = "*" + textOf(Arrow->getArg(0), U);
  else if (Object->getType()->isPointerType())
    Loop = "*" + Loop;
  if (Coroutine.empty() || Loop.empty() || Loop == "*")
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
    llvm::SmallVector<const Stmt *, 4> Joins;
    for (const CallSite &S : F.Calls)
      if (S.Model && S.Model->Joins) {
        Joins.push_back(S.C.E);
        // `for (auto &t : threads) t.join();` joins all of them, however many.
        for (const Stmt *Up = S.C.E; Up; Up = Flow().parents().getParent(Up))
          if (const auto *For = dyn_cast<CXXForRangeStmt>(Up))
            Joins.push_back(For->getRangeStmt());
          else if (const auto *Counted = dyn_cast<ForStmt>(Up);
                   Counted && Counted->getCond())
            Joins.push_back(Counted->getCond());
      }
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
        if (Loop ? T.Code.runs(Loop) != nullptr : T.Code.runsAny())
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
            JoinedByScope(*T.At, S) || !Flow().reaches(T.At->C.E, S.C.E, Joins))
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
          bool Joined = llvm::any_of(G.Calls, [](const CallSite &Each) {
            return Each.Model && Each.Model->Joins;
          });
          if (Run && !Joined)
            Tell(S, Touched, Loop, nullptr, {}, Run);
        }
      }
  }
}

} // namespace asynctidy
