// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Lifecycle.h"
#include "support/Coroutines.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace asynctidy {

void Effect::add(const Effect &O) {
  Closes |= O.Closes;
  Drains |= O.Drains;
  Runs |= O.Runs;
  EndsWork |= O.EndsWork;
  Uses |= O.Uses;
  Touches |= O.Touches;
  Renews |= O.Renews;
  Escapes |= O.Escapes;
  Handed.append(O.Handed.begin(), O.Handed.end());
  if (O.Spawns && !Spawns) {
    SpawnedAt = O.SpawnedAt;
    SpawnedBy = O.SpawnedBy;
    SpawnsHandle = O.SpawnsHandle;
  }
  Spawns |= O.Spawns;
}

std::string spawnText(const Effect &E) {
  return "'" + E.SpawnedBy +
         (E.SpawnsHandle ? "' binds a handle here" : "' starts a task here");
}

//===-- Paths
//--------------------------------------------------------------===//

/// The statements inside a `try` block of \p S.
static void findTried(const Stmt *S, bool Inside,
                      llvm::DenseSet<const Stmt *> &Tried) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (Inside)
    Tried.insert(S);
  if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
    findTried(Try->getTryBlock(), true, Tried);
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
      findTried(Try->getHandler(I), Inside, Tried);
    return;
  }
  for (const Stmt *Child : S->children())
    findTried(Child, Inside, Tried);
}

Paths::Paths(const Function &F, const Unit &U) : F(F), U(U) {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddEHEdges = true;
  Options.PruneTriviallyFalseEdges = true;
  const Decl *D = F.Decl ? static_cast<const Decl *>(F.Decl) : F.Variable;
  Graph = CFG::buildCFG(D, const_cast<Stmt *>(F.Body), &U.context(), Options);
  if (!Graph)
    return;
  findTried(F.Body, false, Tried);
  for (const CFGBlock *B : *Graph) {
    if (const auto *Handler = dyn_cast_or_null<CXXCatchStmt>(B->getLabel()))
      Places[Handler] = {B, 0};
    for (unsigned At = 0; At < B->size(); ++At) {
      std::optional<CFGStmt> S = (*B)[At].getAs<CFGStmt>();
      if (!S)
        continue;
      if (isa<DeclStmt>(S->getStmt()))
        Places[S->getStmt()] = {B, At + 1};
      if (Tried.contains(S->getStmt()))
        continue;
      std::optional<Call> C = asCall(S->getStmt());
      if ((C && U.mayThrow(*C)) || awaited(S->getStmt()))
        Throwers.insert(S->getStmt());
    }
  }
}

std::vector<Paths::Leave> Paths::run(unsigned Initial, Machine Next,
                                     const Stmt *Start, unsigned Dead) const {
  struct Entering {
    unsigned States = 0;
    const Stmt *Thrower = nullptr;
  };
  llvm::DenseMap<const CFGBlock *, Entering> Entry;
  std::map<std::pair<const Stmt *, int>, Leave> Out;
  auto Leaves = [&](enum Leave::How How, const Stmt *At, unsigned States) {
    auto [Slot, New] =
        Out.try_emplace({At, static_cast<int>(How)}, Leave{How, At, 0});
    Slot->second.States |= States;
  };
  const CFGBlock *First = &Graph->getEntry();
  unsigned Skip = 0; // elements of the first block, the first time
  if (auto Place = Places.find(Start); Place != Places.end())
    std::tie(First, Skip) = Place->second;
  const unsigned Alive = Dead < 32 ? ~(1u << Dead) : ~0u;
  std::vector<const CFGBlock *> Work{First};
  Entry[First].States = 1u << Initial;
  while (!Work.empty()) {
    const CFGBlock *B = Work.back();
    Work.pop_back();
    Entering Now = Entry[B];
    const Stmt *LastStmt = nullptr;
    const unsigned Passed = std::exchange(Skip, 0);
    if (Passed)
      Entry[B].States = 0; // what enters at its top is yet to come
    for (unsigned At = Passed; At < B->size() && Now.States; ++At) {
      const CFGElement &E = (*B)[At];
      std::optional<CFGStmt> Element = E.getAs<CFGStmt>();
      if (!Element)
        continue;
      LastStmt = Element->getStmt();
      unsigned After = 0;
      for (unsigned Left = Now.States; Left; Left &= Left - 1)
        After |= 1u << Next(LastStmt, llvm::countr_zero(Left));
      Now.States = After & Alive;
      if (Throwers.contains(LastStmt))
        Leaves(Leave::Exception, LastStmt, Now.States);
    }
    if (!Now.States)
      continue;
    bool NoReturn = B->hasNoReturnElement();
    std::optional<Call> LastCall = asCall(LastStmt);
    unsigned Index = 0, Count = B->succ_size();
    for (const CFGBlock *To : B->succs()) {
      bool Exceptional =
          Index++ == 1 && Count == 2 && LastCall && !B->getTerminatorStmt();
      if (!To)
        continue;
      const Stmt *Thrower = Now.Thrower;
      if (Exceptional) {
        if (!Tried.contains(LastStmt) || !U.mayThrow(*LastCall))
          continue;
        Thrower = LastStmt;
      }
      if (To == &Graph->getExit()) {
        if (isa_and_nonnull<CXXTryStmt>(B->getTerminatorStmt()))
          Leaves(Leave::Exception, Thrower, Now.States); // no handler fits
        else if (isa_and_nonnull<CXXThrowExpr>(LastStmt))
          Leaves(Leave::Throw, LastStmt, Now.States);
        else if (NoReturn)
          continue;
        else if (isa_and_nonnull<ReturnStmt, CoreturnStmt>(LastStmt))
          Leaves(Leave::Return, LastStmt, Now.States);
        else if (const Stmt *T = B->getTerminatorStmt();
                 isa_and_nonnull<CoreturnStmt>(T))
          Leaves(Leave::Return, T, Now.States);
        else
          Leaves(Leave::End, nullptr, Now.States);
        continue;
      }
      Entering &Into = Entry[To];
      if (!Into.Thrower)
        Into.Thrower = Thrower;
      if ((Into.States | Now.States) != Into.States) {
        Into.States |= Now.States;
        Work.push_back(To);
      }
    }
  }
  std::vector<Leave> Ways;
  for (auto &[Key, L] : Out)
    Ways.push_back(L);
  const SourceManager &SM = U.context().getSourceManager();
  llvm::sort(Ways, [&](const Leave &A, const Leave &B) {
    if (!A.At || !B.At)
      return A.At && !B.At;
    if (A.At == B.At)
      return A.How < B.How;
    return SM.isBeforeInTranslationUnit(A.At->getBeginLoc(),
                                        B.At->getBeginLoc());
  });
  return Ways;
}

bool Paths::reaches(const Stmt *To) const {
  bool Present = false, Found = false;
  for (const CFGBlock *B : *Graph)
    for (const CFGElement &E : *B)
      if (std::optional<CFGStmt> S = E.getAs<CFGStmt>())
        Present |= S->getStmt() == To;
  if (!Present)
    return true;
  run(0, [&](const Stmt *S, unsigned State) -> unsigned {
    Found |= S == To;
    return State;
  });
  return Found;
}

bool Paths::reaches(const Stmt *From, const Stmt *To,
                    llvm::ArrayRef<const Stmt *> Without) const {
  enum { Before, After, Reached };
  bool Found = false;
  run(Before, [&](const Stmt *S, unsigned State) -> unsigned {
    if (S == To && State == After)
      Found = true;
    if (S == From)
      return After;
    if (State == After && llvm::is_contained(Without, S))
      return Before;
    return State;
  });
  return Found;
}

//===-- Effects
//------------------------------------------------------------===//

bool callsAny(const Function &G, const Unit &U,
              llvm::function_ref<bool(const CallSite &)> Holds) {
  llvm::SmallVector<const Function *, 8> Work{&G}, Seen{&G};
  while (!Work.empty()) {
    const Function *F = Work.pop_back_val();
    for (const CallSite &S : F->Calls)
      if (Holds(S))
        return true;
    for (const Unit::Edge &E : U.callees(*F))
      if (!llvm::is_contained(Seen, E.To) && Seen.size() < 200) {
        Seen.push_back(E.To);
        Work.push_back(E.To);
      }
  }
  return false;
}

bool closesBelow(const Stmt *S, const Object &V, const Unit &U) {
  if (!S)
    return false;
  if (std::optional<Call> C = asCall(S))
    if (const CallModel *Model = U.models().call(*C); Model && Model->Closes)
      if (const Expr *E = C->at(Model->Closes))
        if (objectOf(E, U) == V)
          return true;
  if (const auto *L = dyn_cast<LambdaExpr>(S))
    return closesBelow(L->getBody(), V, U);
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return closesBelow(Child, V, U);
  });
}

/// Does the destructor of \p R close a member? Null: it can't be seen.
static std::optional<bool> destructorCloses(const CXXRecordDecl *R,
                                            const Unit &U) {
  if (!R || !R->hasDefinition())
    return std::nullopt;
  const CXXDestructorDecl *D = R->getDefinition()->getDestructor();
  if (!D || D->isDefaulted())
    return false;
  const Function *F = U.function(D);
  if (!F)
    return std::nullopt;
  return callsAny(*F, U, [](const CallSite &S) {
    return S.Model && (S.Model->Closes || S.Model->Drains);
  });
}

/// Is the work that \p S starts seen to its end, or kept where it can be?
static bool observed(const CallSite &S, const Function &F, const Unit &U) {
  if (!U.models().isTask(S.C.E->getType()))
    return false; // no handle to observe it by
  ParentMap &Parents = U.parents(F);
  Use Result = consumerOf(S.C.E, U, Parents);
  if (Result.K == Use::Discarded)
    return false;
  // Put into a local container that is only ever filled.
  if (Result.K == Use::Passed && Result.C->Object) {
    const auto *Container =
        dyn_cast_or_null<VarDecl>(objectOf(Result.C->Object, U).Decl);
    if (Container && Container->hasLocalStorage() &&
        !isa<ParmVarDecl>(Container) &&
        !Container->getType()->isReferenceType() &&
        inStandardLibrary(*Result.C->Callee))
      return llvm::any_of(
          usesOf(*Container, F, U, Parents), [&](const Use &Each) {
            return Each.K != Use::Called ||
                   consumerOf(Each.C->E, U, Parents).K != Use::Discarded;
          });
  }
  if (Result.K != Use::Stored || !isa<DeclStmt>(Result.At))
    return Result.K != Use::Called; // passed, returned, awaited
  const auto *V = dyn_cast<VarDecl>(*cast<DeclStmt>(Result.At)->decl_begin());
  if (!V)
    return true;
  return llvm::any_of(usesOf(*V, F, U, Parents), [](const Use &Each) {
    return Each.K != Use::Called && Each.K != Use::Discarded &&
           Each.K != Use::Tested;
  });
}

std::optional<std::pair<SourceLocation, std::string>>
leavesPending(const Function &G, const Unit &U) {
  llvm::SmallVector<const Function *, 8> Work{&G}, Seen{&G};
  while (!Work.empty()) {
    const Function *F = Work.pop_back_val();
    for (const CallSite &S : F->Calls) {
      if (S.Model && S.Model->Spawns && !observed(S, *F, U))
        return {{S.C.nameLoc(), S.C.name()}};
      // A coroutine made here runs here: it is awaited or started.
      const Function *Made = U.function(S.C.Callee);
      if (Made && !llvm::is_contained(Seen, Made) && Seen.size() < 200) {
        Seen.push_back(Made);
        Work.push_back(Made);
      }
    }
  }
  return std::nullopt;
}

std::vector<GivenLoop> loopsGiven(const CallSite &S, const Unit &U) {
  std::vector<GivenLoop> Found;
  const Function *Body = U.function(S.C.Callee);
  if (S.Model || (Body ? Body->IsLambda : !U.isElsewhere(S.C)))
    return Found;
  for (unsigned I = 0; I < S.C.Args.size() && I < S.C.Callee->getNumParams();
       ++I)
    if (loopModel(objectOf(S.C.Args[I], U), U))
      Found.push_back({&S, S.C.Args[I], {S.C.Callee, I, S.C.nameLoc()}, Body});
  return Found;
}

bool usesLoop(const CallModel &M, llvm::function_ref<bool(Place)> Here) {
  if (M.Closes || M.AsksClosed || M.StaysLegal)
    return false;
  return Here(M.Runs) || Here(M.Spawns) || Here(M.To) || Here(M.Touches) ||
         (!M.CallsLater.empty() && Here(M.On));
}

/// What a call's words say about the thing at \p Here (its object or an
/// argument).
static Effect wordsOf(const CallSite &S, llvm::function_ref<bool(Place)> Here,
                      const Unit &U) {
  Effect E;
  const CallModel *Model = S.Model;
  if (!Model)
    return E;
  E.Closes = Here(Model->Closes);
  E.Drains = Here(Model->Drains);
  E.Runs = Here(Model->Runs);
  E.Uses = usesLoop(*Model, Here);
  E.Renews = Here(Model->Makes) || Here(Model->Restarts);
  E.Touches = Here(Model->Touches) && S.State != Guard::LoopRuns;
  E.Escapes = Here(Model->AsksClosed); // what follows depends on the answer
  auto LeavesHandle = [&] {
    if (!Model->Binds || !Here(Model->To))
      return false;
    const Expr *To = S.C.at(Model->To);
    const LoopModel *Loop = To ? loopModel(objectOf(To, U), U) : nullptr;
    return Loop && Loop->ClosedByHand;
  };
  if (Here(Model->Spawns) || LeavesHandle()) {
    if (!observed(S, *S.In, U)) {
      E.Spawns = true;
      E.SpawnsHandle = bool(Model->Binds);
      E.SpawnedAt = S.C.nameLoc();
      E.SpawnedBy = S.C.name();
    }
  }
  if (E.Runs)
    for (const Expr *Arg : S.C.Args) {
      std::optional<Call> Made = asCall(stripped(Arg));
      const Function *G = Made ? U.function(Made->Callee) : nullptr;
      if (!G)
        for (const Function *T : U.targets(Arg))
          G = T;
      if (!G || !G->IsCoroutine)
        continue;
      if (auto Left = leavesPending(*G, U)) {
        E.Spawns = true;
        std::tie(E.SpawnedAt, E.SpawnedBy) = *Left;
      }
    }
  return E;
}

Effect effectOn(const Function &G, unsigned Index, const Unit &U,
                unsigned Depth) {
  Effect E;
  for (const Use &Each :
       usesOf(*G.Decl->getParamDecl(Index), G, U, U.parents(G)))
    E.add(effectOf(Each, G, U, Depth));
  return E;
}

static bool alwaysCloses(const Function &G, unsigned Index, const Unit &U,
                         const Expr *Also, unsigned Depth) {
  if (Depth > 4 || G.IsCoroutine || Index >= G.Decl->getNumParams())
    return false;
  llvm::DenseSet<const Stmt *> Closing;
  if (Also)
    Closing.insert(Also);
  for (const Use &Each :
       usesOf(*G.Decl->getParamDecl(Index), G, U, U.parents(G))) {
    if (Each.K == Use::Reassigned)
      return false;
    if (!Each.C)
      continue;
    const CallModel *Model = U.models().call(*Each.C);
    const Function *Helper = U.function(Each.C->Callee);
    if (Model ? Each.K == Use::Called ? Model->Closes.K == Place::This
                                      : Each.C->isArg(Model->Closes, Each.Index)
              : Each.K == Use::Passed && Helper && !Helper->IsLambda &&
                    alwaysCloses(*Helper, Each.Index, U, nullptr, Depth + 1))
      Closing.insert(Each.C->E);
  }
  if (Closing.empty())
    return false;
  Paths P(G, U);
  if (!P.valid())
    return false;
  enum { Open, Closed };
  auto Ways = P.run(Open, [&](const Stmt *S, unsigned State) -> unsigned {
    return Closing.contains(S) ? unsigned(Closed) : State;
  });
  return llvm::all_of(Ways, [](const Paths::Leave &L) {
    return L.How == Paths::Leave::Exception || L.How == Paths::Leave::Throw ||
           L.States == 1u << Closed;
  });
}

bool alwaysCloses(const Function &G, unsigned Index, const Unit &U,
                  const Expr *Also) {
  return alwaysCloses(G, Index, U, Also, 0);
}

Effect effectOf(const Use &S, const Function &F, const Unit &U,
                unsigned Depth) {
  Effect E;
  const Object It = objectOf(S.Mention, U);
  switch (S.K) {
  case Use::Called:
  case Use::Passed: {
    CallSite Site;
    Site.C = *S.C;
    Site.Model = U.models().call(*S.C);
    Site.In = &F;
    if (Site.Model && Site.Model->Touches)
      for (const CallSite &Known : F.Calls)
        if (Known.C.E == S.C->E)
          Site.State = Known.State;
    E = wordsOf(
        Site,
        [&](Place P) {
          return S.K == Use::Called ? P.K == Place::This
                                    : S.C->isArg(P, S.Index);
        },
        U);
    // Moved into another library's call, or made into something on the heap:
    // somebody else has it. So has who releases it from its smart pointer.
    const LoopModel *OfLoop = loopModel(It, U);
    if (Site.Model && OfLoop && Site.Model->Of != OfLoop->Of &&
        S.K == Use::Passed &&
        (S.Moved || Site.Model->Makes.K == Place::Returned))
      E.Escapes = true;
    if (!Site.Model && S.K == Use::Called && inStandardLibrary(*S.C->Callee))
      E.Escapes = true;
    if (Site.Model || S.K == Use::Called) {
      if (!Site.Model && !U.models().library(*S.C->Callee) &&
          !U.function(S.C->Callee))
        E.Escapes |= loopModel(It, U) == nullptr;
      return E;
    }
    if (const auto *K = dyn_cast<CXXConstructorDecl>(S.C->Callee)) {
      std::optional<bool> Closes = destructorCloses(K->getParent(), U);
      // An owner or a guard closes it; what can't be seen may, unless the
      // loop's own library made it.
      const LoopModel *Loop = loopModel(It, U);
      if (Closes.value_or(!Loop || U.models().library(*K) != Loop->Of))
        E.Escapes = true;
      if (S.Moved)
        E.Escapes = true;
      return E;
    }
    // The loop's own library does what its model says; another may keep it.
    if (const LoopModel *Loop = loopModel(It, U);
        Loop && U.models().library(*S.C->Callee) == Loop->Of)
      return E;
    const Function *G = U.function(S.C->Callee);
    if (!G && !S.Moved && loopModel(It, U) && U.isElsewhere(*S.C) &&
        S.Index < S.C->Callee->getNumParams()) {
      E.Handed.push_back({S.C->Callee, S.Index, S.C->nameLoc()});
      return E;
    }
    if (!G || Depth > 4 || S.Index >= G->Decl->getNumParams()) {
      E.Escapes = true;
      return E;
    }
    E.add(effectOn(*G, S.Index, U, Depth + 1));
    // A parameter by value that a visible sink drops stays open: nobody else
    // has it.
    return E;
  }
  case Use::Captured: {
    if (S.Moved) {
      E.Escapes = true;
      return E;
    }
    // A guard, or a callback that closes it: somebody does.
    if (closesBelow(S.Lambda->getBody(), It, U))
      E.Escapes = true;
    for (const Function *G : U.targets(S.Lambda))
      for (const CallSite &Site : G->Calls) {
        Effect Inner = wordsOf(
            Site,
            [&](Place P) {
              const Expr *At = Site.C.at(P);
              return At && objectOf(At, U) == It;
            },
            U);
        E.Spawns |= Inner.Spawns;
        E.Runs |= Inner.Runs;
        if (Inner.Spawns && E.SpawnedBy.empty()) {
          E.SpawnedAt = Inner.SpawnedAt;
          E.SpawnedBy = Inner.SpawnedBy;
        }
        // Passed on from the lambda to what we can't see.
        const Function *Helper = U.function(Site.C.Callee);
        if (!Site.Model && !Helper && !U.models().library(*Site.C.Callee))
          for (const Expr *Arg : Site.C.Args)
            if (objectOf(Arg, U) == It)
              E.Escapes = true;
      }
    return E;
  }
  case Use::Returned:
  case Use::Stored:
  case Use::Tested: // what follows depends on the answer
    E.Escapes = true;
    return E;
  case Use::Deleted: // destroyed, not closed
  case Use::Reassigned:
  case Use::Awaited:
  case Use::Discarded:
  case Use::Other:
    return E;
  }
  return E;
}

} // namespace asynctidy
