// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Threads.h"
#include "support/Lifecycle.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy {

void ThreadCode::enter(const Function &Entry, Bindings Env) {
  visit(Entry, std::move(Env), {});
}

Object ThreadCode::resolved(const Expr *E, const Bindings &Env) const {
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

const CallSite *ThreadCode::runs(const Object &Loop) const {
  for (const Visited &V : Calls)
    if (V.Site->Model && V.Site->Model->Runs &&
        resolved(V.Site->C.at(V.Site->Model->Runs), *V.Env) == Loop)
      return V.Site;
  return nullptr;
}

bool ThreadCode::runsAny() const {
  return llvm::any_of(Calls, [](const Visited &V) {
    return V.Site->Model && V.Site->Model->Runs;
  });
}

bool ThreadCode::owns(const Object &O) const {
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

void ThreadCode::visit(const Function &F, Bindings Env, std::vector<Hop> Hops) {
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
    Next.push_back({E.Location, F.name() + " calls " + E.To->name() + " here"});
    visit(*E.To, std::move(Inner), std::move(Next));
  }
}

std::deque<ThreadStart> startsIn(const Function &F, const Unit &U) {
  std::deque<ThreadStart> Starts;
  for (const CallSite &S : F.Calls)
    for (const Function *T : U.handedOff(S)) {
      ThreadStart &New = Starts.emplace_back(ThreadStart{&S, ThreadCode(U)});
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
  return Starts;
}

llvm::SmallVector<const Stmt *, 4> joinsIn(const Function &F, const Unit &U) {
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
  return Joins;
}

const CallSite *leavesRunning(const Function &G, unsigned Index,
                              const Unit &U) {
  if (G.IsCoroutine)
    return nullptr;
  const Object Loop{G.Decl->getParamDecl(Index)};
  const std::deque<ThreadStart> Starts = startsIn(G, U);
  auto RunsIt = [&](const ThreadStart &T) { return T.Code.runs(Loop); };
  if (llvm::none_of(Starts, RunsIt))
    return nullptr;
  const auto Joins = joinsIn(G, U);
  Paths P(G, U);
  if (!P.valid())
    return nullptr;
  for (const ThreadStart &T : Starts) {
    if (!RunsIt(T))
      continue;
    // A thread that its destructor joins, of a variable here.
    const Use Made = consumerOf(T.At->C.E, U, P.parents());
    if (U.models().isJoiningThread(T.At->C.E->getType()) &&
        (Made.K == Use::Discarded ||
         (Made.K == Use::Stored && isa<DeclStmt>(Made.At))))
      continue;
    enum { Before, Lives };
    auto Ways = P.run(Before, [&](const Stmt *S, unsigned State) -> unsigned {
      if (S == T.At->C.E)
        return Lives;
      return llvm::is_contained(Joins, S) ? unsigned(Before) : State;
    });
    if (llvm::any_of(Ways, [](const Paths::Leave &L) {
          return (L.How == Paths::Leave::Return ||
                  L.How == Paths::Leave::End) &&
                 L.States & (1u << Lives);
        }))
      return T.At;
  }
  return nullptr;
}

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

} // namespace asynctidy
