// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Waits.h"
#include "support/Coroutines.h"
#include "support/Guards.h"
#include "support/LoopCalls.h"
#include "support/Threads.h"

using namespace clang;

namespace asynctidy {

/// What \p S waits for.
static const Expr *waitedFor(const CallSite &S) {
  return S.C.at(S.Model->WaitsFor ? S.Model->WaitsFor : S.Model->Joins);
}

//===-- Which loop runs a function
//-----------------------------------------------------===//

/// Where the argument \p E of a call leads when it is a coroutine, or makes
/// one.
static const Function *coroutineOf(const Expr *E, const Unit &U,
                                   std::optional<Call> &Made) {
  Made = asCall(stripped(E));
  if (const Function *F = Made ? U.function(Made->Callee) : nullptr)
    return F->IsCoroutine ? F : nullptr;
  for (const Function *T : U.targets(E))
    if (T->IsCoroutine)
      return T;
  return nullptr;
}

/// What \p L, seen from \p F, is for who calls \p F by \p C.
static Object outside(Object L, const Function &F, const Call *C,
                      const Unit &U) {
  const auto *P = dyn_cast_or_null<ParmVarDecl>(L.Decl);
  if (!P || !C || !F.Decl || P->getDeclContext() != F.Decl || F.IsLambda)
    return L;
  unsigned Index = P->getFunctionScopeIndex();
  return Index < C->Args.size() ? objectOf(C->Args[Index], U) : Object();
}

/// The loop at \p P of \p S: itself, or what the object there is bound to.
static Object loopAt(const CallSite &S, Place P, const Unit &U) {
  const Expr *E = S.C.at(P);
  Object O = E ? objectOf(E, U) : Object();
  return O && U.models().isPool(O.type()) ? O : loopOf(O, U);
}

/// Is \p F run by the loop \p L? With evidence only.
static bool runsOn(const Function &F, Object L, const Unit &U,
                   unsigned Depth = 0) {
  const Why *W = U.onLoop(F);
  if (!W || !L || Depth > 8)
    return false;
  if (W->K == Why::Called)
    return runsOn(*W->Caller, outside(L, F, W->At ? &W->At->C : nullptr, U), U,
                  Depth + 1);
  if (W->K == Why::HandedOver) {
    Object On = loopAt(*W->At, W->At->Model ? W->At->Model->On : Place(), U);
    if (!On && W->At->C.Object)
      On = loopOf(objectOf(W->At->C.Object, U), U);
    return On && On == L;
  }
  if (W->K != Why::Coroutine)
    return false;
  // Who starts the coroutine, and on which loop; or who awaits it.
  for (const Function &G : U.functions())
    for (const CallSite &S : G.Calls) {
      if (U.function(S.C.Callee) == &F) {
        if (consumerOf(S.C.E, U, U.parents(G)).K == Use::Awaited &&
            runsOn(G, outside(L, F, &S.C, U), U, Depth + 1))
          return true;
        continue;
      }
      if (!S.Model)
        continue;
      Place Starts = S.Model->Spawns ? S.Model->Spawns : S.Model->Runs;
      if (!Starts)
        continue;
      for (const Expr *Arg : S.C.Args) {
        std::optional<Call> Made;
        if (coroutineOf(Arg, U, Made) != &F)
          continue;
        Object There = outside(L, F, Made ? &*Made : nullptr, U);
        if (Starts.K == Place::Running ? runsOn(G, There, U, Depth + 1)
                                       : There && loopAt(S, Starts, U) == There)
          return true;
      }
    }
  return false;
}

/// Does \p E give the loop that runs the caller: `get_running_loop()`, the
/// executor that a coroutine awaits?
static bool isRunningLoop(const Expr *E, const Unit &U, unsigned Depth = 0) {
  if (!E || Depth > 6)
    return false;
  E = stripped(E);
  if (const auto *O = dyn_cast<UnaryOperator>(E);
      O && (O->getOpcode() == UO_Deref || O->getOpcode() == UO_AddrOf))
    return isRunningLoop(O->getSubExpr(), U, Depth + 1);
  if (const Expr *Operand = awaited(E)) {
    const auto *D = dyn_cast<DeclRefExpr>(stripped(Operand));
    const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
    return V && U.models().isRunningLoop(*V);
  }
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(D->getDecl());
    return V && V->hasLocalStorage() && V->getInit() && !isa<ParmVarDecl>(V) &&
           isRunningLoop(V->getInit(), U, Depth + 1);
  }
  std::optional<Call> C = asCall(E);
  if (!C)
    return false;
  const CallModel *Model = U.models().call(*C);
  if (Model && Model->Passes)
    return isRunningLoop(C->at(Model->Passes), U, Depth + 1);
  return Model && Model->Asks != Question::None;
}

/// Is the loop at \p P of \p S, a call in \p F, the one that runs \p F, if one
/// does?
static bool isOwnLoop(const CallSite &S, Place P, const Function &F,
                      const Unit &U) {
  if (!P)
    return false;
  // What only the loop's own thread may call is called on its own loop.
  if (P.K == Place::Running || (S.Model->Touches && S.Model->Touches == P))
    return true;
  return isRunningLoop(S.C.at(P), U) || runsOn(F, loopAt(S, P, U), U);
}

/// Who gives work, \p F itself or in the end, to the pool \p Pool.
static const CallSite *handedToPool(const Function &F, const Object &Pool,
                                    const Unit &U) {
  llvm::DenseMap<const Function *, const CallSite *> By;
  std::vector<const Function *> Work;
  auto Reach = [&](const Function *To, const CallSite *S) {
    if (By.try_emplace(To, S).second)
      Work.push_back(To);
  };
  for (const Function &G : U.functions())
    for (const CallSite &S : G.Calls)
      if (S.Model && !S.Model->CallsLater.empty() &&
          loopAt(S, S.Model->On, U) == Pool) {
        for (const Function *T : U.handedOff(S))
          Reach(T, &S);
        std::optional<Call> Made;
        for (const Expr *Arg : S.C.Args)
          if (const Function *T = coroutineOf(Arg, U, Made))
            Reach(T, &S);
      }
  while (!Work.empty()) {
    const Function *G = Work.back();
    Work.pop_back();
    for (const Unit::Edge &E : U.callees(*G))
      Reach(E.To, By[G]);
  }
  auto Found = By.find(&F);
  return Found == By.end() ? nullptr : Found->second;
}

//===-- What is waited for
//------------------------------------------------===//

/// The call that starts what \p E, a handle to work, is waited for by.
static const CallSite *starterOf(const Expr *E, const Unit &U) {
  for (unsigned Depth = 0; E && Depth < 6; ++Depth) {
    E = stripped(E);
    const auto *D = dyn_cast<DeclRefExpr>(E);
    const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
    if (V && V->hasLocalStorage() && !isa<ParmVarDecl>(V)) {
      E = V->getInit();
      continue;
    }
    std::optional<Call> C = asCall(E);
    if (!C)
      return nullptr;
    const CallModel *Model = U.models().call(*C);
    if (Model && Model->Passes) {
      E = C->at(Model->Passes);
      continue;
    }
    for (const Function &F : U.functions())
      for (const CallSite &S : F.Calls)
        if (S.C.E == E)
          return S.Model && S.Model->Spawns ? &S : nullptr;
    return nullptr;
  }
  return nullptr;
}

/// The object behind \p E: a future stands for the promise it comes from.
static Object sourceOf(const Expr *E, const Unit &U) {
  Object O = objectOf(E, U);
  const auto *V = dyn_cast_or_null<VarDecl>(O.Decl);
  if (V && V->getInit() && V->hasLocalStorage())
    if (Object From = objectOf(V->getInit(), U); From && !(From == O))
      return From;
  return O;
}

/// Is \p Inner, as \p G knows it, the object \p O of \p F?
static bool isSame(const Object &Inner, const Function &G, const Object &O,
                   const Function &F, const Unit &U) {
  if (Inner == O)
    return true;
  const auto *P = dyn_cast_or_null<ParmVarDecl>(Inner.Decl);
  if (!P || !G.Decl || P->getDeclContext() != G.Decl)
    return false;
  return llvm::any_of(F.Calls, [&](const CallSite &S) {
    return U.function(S.C.Callee) == &G && outside(Inner, G, &S.C, U) == O;
  });
}

/// Is \p G handed, by \p F itself, to the loop that runs \p F?
static const CallSite *givenToOwnLoop(const Function &G, const Function &F,
                                      const Unit &U) {
  for (const CallSite &S : F.Calls) {
    if (!S.Model)
      continue;
    Place P = S.Model->On       ? S.Model->On
              : S.Model->Spawns ? S.Model->Spawns
                                : S.Model->Touches;
    if (!P || !isOwnLoop(S, P, F, U))
      continue;
    if (llvm::is_contained(U.calledLater(S), &G))
      return &S;
    std::optional<Call> Made;
    for (const Expr *Arg : S.C.Args)
      if (coroutineOf(Arg, U, Made) == &G)
        return &S;
  }
  return nullptr;
}

/// Does one thread run \p Loop, of the library \p Of, as far as this file
/// shows?
static bool oneThreadRuns(const Object &Loop, const Library &Of,
                          const Unit &U) {
  if (llvm::all_of(Of.Loops, [](const LoopModel &L) { return L.OneThread; }))
    return true;
  if (!Loop)
    return false;
  unsigned Runs = 0;
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls)
      if (S.Model && S.Model->Runs && !S.Model->Pumps)
        if (Object L = loopAt(S, S.Model->Runs, U); L.Decl == Loop.Decl)
          // Run by what is handed to threads: it can be several.
          Runs += F.IsLambda ? 2 : 1;
  return Runs == 1;
}

std::optional<SelfWait> selfWait(const CallSite &S, const Unit &U) {
  if (!S.Model || S.Model->Blocks.empty() || S.State == Guard::NoLoop)
    return std::nullopt;
  const Expr *For = waitedFor(S);
  if (!For)
    return std::nullopt;
  const Function &F = *S.In;
  SelfWait Found;
  // A pool, from its own work.
  if (Object Pool = objectOf(For, U); Pool && U.models().isPool(Pool.type())) {
    Found.Loop = Pool;
    Found.OfPool = true;
    Found.HandedBy = handedToPool(F, Pool, U);
    return Found.HandedBy ? std::optional(Found) : std::nullopt;
  }
  // Work that was started by a call.
  if (const CallSite *Started = starterOf(For, U)) {
    Found.StartedBy = Started;
    Found.Loop = loopAt(*Started, Started->Model->Spawns, U);
    if (Found.Loop && U.models().isPool(Found.Loop.type())) {
      Found.OfPool = true;
      Found.HandedBy = handedToPool(F, Found.Loop, U);
      Found.Certain = false; // another thread of the pool may be free
      return Found.HandedBy ? std::optional(Found) : std::nullopt;
    }
    if (Started->In != &F ||
        !isOwnLoop(*Started, Started->Model->Spawns, F, U) || !onLoop(S, U))
      return std::nullopt;
    Found.Certain = oneThreadRuns(Found.Loop, *Started->Model->Of, U);
    return Found;
  }
  // An object that somebody sets: all who do run on this loop.
  Object O = sourceOf(For, U);
  if (!O)
    return std::nullopt;
  for (const Function &G : U.functions())
    for (const CallSite &Set : G.Calls) {
      const Expr *At =
          Set.Model && Set.Model->Wakes ? Set.C.at(Set.Model->Wakes) : nullptr;
      if (!At || !isSame(objectOf(At, U), G, O, F, U))
        continue;
      const CallSite *Given = givenToOwnLoop(G, F, U);
      if (!Given)
        return std::nullopt;
      Found.StartedBy = Given;
      Found.Loop =
          loopAt(*Given,
                 Given->Model->On ? Given->Model->On : Given->Model->Spawns, U);
    }
  if (!Found.StartedBy || !onLoop(S, U))
    return std::nullopt;
  Found.Certain = oneThreadRuns(Found.Loop, *Found.StartedBy->Model->Of, U);
  return Found;
}

//===-- What awaits instead
//------------------------------------------------===//

/// The argument of \p Started that says that a future waits for it, and what
/// says the same to a coroutine.
static std::pair<const DeclRefExpr *, const RenamedType *>
blockingToken(const Call &Started, const Unit &U) {
  for (const Expr *Arg : Started.Args)
    if (const auto *D = dyn_cast<DeclRefExpr>(stripped(Arg)))
      if (const RenamedType *Twin = U.models().futureToken(D->getType()))
        return {D, Twin};
  return {};
}

Edits tokenInstead(const CallSite &S, const Unit &U) {
  std::optional<Call> Started =
      S.C.Object ? asCall(stripped(S.C.Object)) : std::nullopt;
  if (!Started || !S.In->Coroutine || !S.C.Args.empty() || !S.Model->Joins)
    return {};
  auto [Token, Twin] = blockingToken(*Started, U);
  Edits None;
  if (!Token || Twin->Of != S.In->Coroutine->Of || !mayAwait(S, U, None))
    return None;
  Edits All = awaitedInstead(S.C.E, Started->E, U, U.parents(*S.In));
  Edits Word = replacedToken(Token->getLocation(), Twin->Renamed, U);
  if (All.empty() || Word.empty())
    return All.empty() ? All : Word;
  llvm::append_range(All, Word);
  return All;
}

//===-- What is there already
//---------------------------------------------===//

bool provenReady(const CallSite &S, const Unit &U) {
  const Expr *For = waitedFor(S);
  Object O = For ? objectOf(For, U) : Object();
  if (!O || !S.In->Decl)
    return false;
  const Models &M = U.models();
  auto Of = [&](const Call &C, Place P) {
    const Expr *At = C.at(P);
    return At && objectOf(At, U) == O;
  };
  // `f.done()`; `f.wait_for(0s) == ready`.
  auto Said = [&](const Expr *E) -> std::optional<bool> {
    const auto *B = dyn_cast<BinaryOperator>(E);
    const Expr *Question = E, *Answer = nullptr;
    bool Equal = true;
    if (B && B->isEqualityOp()) {
      Equal = B->getOpcode() == BO_EQ;
      Question = B->getLHS()->IgnoreParenImpCasts();
      Answer = B->getRHS()->IgnoreParenImpCasts();
      if (isa<DeclRefExpr>(Question))
        std::swap(Question, Answer);
    }
    std::optional<Call> C = asCall(stripped(Question));
    const CallModel *Model = C ? M.call(*C) : nullptr;
    if (!Model || !Model->AsksReady || !Of(*C, Model->AsksReady) ||
        Model->Answer.empty() != !Answer)
      return std::nullopt;
    const auto *D = dyn_cast_or_null<DeclRefExpr>(Answer);
    if (Answer && (!D || D->getDecl()->getName() != Model->Answer))
      return std::nullopt;
    return Equal;
  };
  auto Done = [&](const Stmt *Before) {
    std::optional<Call> C = asCall(Before);
    const CallModel *Model = C ? M.call(*C) : nullptr;
    // A wait with a limit may end without it.
    return Model && !Model->Blocks.empty() && Model->Joins && C->Args.empty() &&
           Before != S.C.E && Of(*C, Model->Joins);
  };
  return provenAt(S.C.E, S.In->Decl, S.In->Body, U.context(), {Said, Done});
}

} // namespace asynctidy
