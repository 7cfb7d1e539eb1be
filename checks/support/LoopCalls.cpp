// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/LoopCalls.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/Objects.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy {

/// Can control come to \p S at all?
static bool isReached(const CallSite &S, const Unit &U) {
  if (!S.In->Decl)
    return true;
  Paths P(*S.In, U);
  return !P.valid() || P.reaches(S.C.E);
}

/// Why the first function of the way to \p F runs on a loop.
static const Why *seedOf(const Function &F, const Unit &U) {
  const Why *W = U.onLoop(F);
  for (unsigned Depth = 0; W && W->K == Why::Called && Depth < 200; ++Depth)
    W = U.onLoop(*W->Caller);
  return W;
}

const Library *libraryOf(const Why &Seed) {
  if (Seed.K == Why::Coroutine)
    return Seed.Of->Coroutine->Of;
  if (Seed.K == Why::Elsewhere)
    return Seed.Whose;
  return Seed.At && Seed.At->Model ? Seed.At->Model->Of : nullptr;
}

std::optional<OnLoop> onLoop(const CallSite &S, const Unit &U) {
  const Function &F = *S.In;
  if (S.State == Guard::NoLoop)
    return std::nullopt;
  const Why *Reason = U.onLoop(F);
  bool Asked = S.State == Guard::LoopRuns && S.GuardedBy;
  // What only another file's caller can prove.
  const bool Open = !Reason && !Asked;
  if ((Open && (!F.Decl || F.Decl->isMain())) || !isReached(S, U))
    return std::nullopt;
  OnLoop Found;
  if (Open) {
    Found.Open = &F;
    return Found;
  }
  if (!Reason) {
    std::optional<Call> Guard = asCall(S.GuardedBy);
    const CallModel *Model = Guard ? U.models().call(*Guard) : nullptr;
    Found.Of = Model ? Model->Of : nullptr;
    Found.Hops.push_back(
        {S.GuardedBy->getExprLoc(), F.name() + " runs on the loop: '" +
                                        (Guard ? Guard->name() : "the guard") +
                                        "' is true here"});
    return Found;
  }
  Found.Possible = Reason->Possible;
  Found.InCoroutine = Reason->K == Why::Coroutine;
  if (const Why *Seed = seedOf(F, U))
    Found.Of = libraryOf(*Seed);
  Found.Hops = U.chain(F);
  if (unsigned More = U.otherCallers(F))
    Found.Hops.push_back(
        {F.location(), "and " + std::to_string(More) +
                           (More == 1 ? " more caller" : " more callers")});
  return Found;
}

Nesting nesting(const CallSite &S, const Unit &U) {
  if (S.Model->NestedOther && runsOtherLoop(S, S.Model->Runs, U))
    return *S.Model->NestedOther;
  return *S.Model->Nested;
}

llvm::StringRef consequence(Nesting N) {
  switch (N) {
  case Nesting::Throws:
    return "; it throws";
  case Nesting::Hangs:
    return "; it never returns";
  case Nesting::CanHang:
    return "; it never returns if it waits for this thread";
  case Nesting::Undefined:
    return "; the behavior is undefined";
  case Nesting::Aborts:
    return "; it aborts";
  case Nesting::Fails:
    return "; it returns an error";
  case Nesting::Stalls:
    return "; the loop stalls until it returns";
  case Nesting::Allowed:
    return "; other callbacks run inside this one";
  }
  return "";
}

/// Is \p O a loop itself, no reference or pointer to one?
static bool isLoop(const Object &O, const Unit &U) {
  return O && !isa<ParmVarDecl>(O.Decl) && U.models().loop(O.Decl->getType()) &&
         !O.Decl->getType()->isReferenceType();
}

/// Does \p V, a pointer as C libraries give, hold a loop that \p F makes?
static bool madeHere(const VarDecl &V, const Function &F, const Unit &U) {
  if (!U.models().loop(Object{&V}.type()))
    return false;
  return llvm::any_of(F.Calls, [&](const CallSite &S) {
    if (!S.Model || !S.Model->Makes)
      return false;
    if (S.Model->Makes.K == Place::Returned)
      return V.getInit() && stripped(V.getInit()) == S.C.E;
    const Expr *Made = S.C.at(S.Model->Makes);
    return Made && objectOf(Made, U).Decl == &V;
  });
}

bool runsOtherLoop(const CallSite &S, Place Loop, const Unit &U) {
  const Expr *E = S.C.at(Loop);
  Object O = E ? objectOf(E, U) : Object();
  const auto *V = dyn_cast_or_null<VarDecl>(O.Decl);
  if (V && madeHere(*V, *S.In, U))
    return true;
  if (!isLoop(O, U))
    return false;
  if (V && V->hasLocalStorage() && S.In->Decl &&
      V->getDeclContext() == S.In->Decl)
    return true;
  const Why *Seed = seedOf(*S.In, U);
  const Expr *On = Seed && Seed->At && Seed->At->Model
                       ? Seed->At->C.at(Seed->At->Model->On)
                       : nullptr;
  Object RunsOn = On ? objectOf(On, U) : Object();
  return isLoop(RunsOn, U) && !(RunsOn == O);
}

static bool isStaticDeclaration(const Stmt *S) {
  const auto *D = dyn_cast<DeclStmt>(S);
  return D && llvm::any_of(D->decls(), [](const Decl *Each) {
           const auto *V = dyn_cast<VarDecl>(Each);
           return V && !V->hasLocalStorage();
         });
}

std::string awaitObstacle(const CallSite &S, const Unit &U) {
  ParentMap &Parents = U.parents(*S.In);
  for (const Stmt *P = S.C.E; P; P = Parents.getParent(P)) {
    if (isa<CXXCatchStmt>(P))
      return "a handler cannot suspend";
    if (isStaticDeclaration(P))
      return "the initialiser of a static variable cannot suspend";
  }
  return "";
}

bool mayAwait(const CallSite &S, const Unit &U, Edits &None) {
  if (!S.In->Coroutine)
    return false;
  std::string Why =
      mayEditAlike(*S.In) ? awaitObstacle(S, U) : "it stands in a macro";
  if (Why.empty())
    return true;
  None = refused(std::move(Why));
  return false;
}

} // namespace asynctidy
