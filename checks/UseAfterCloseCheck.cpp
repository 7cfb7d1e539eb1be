// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "UseAfterCloseCheck.h"
#include "support/Coroutines.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/LoopCalls.h"
#include "support/Objects.h"
#include "support/Summaries.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace asynctidy {

static std::string quoted(const Object &O) {
  return "'" + O.Decl->getNameAsString() + "'";
}

/// Looks at the objects that one function closes, runs or awaits.
class UsesInFunction {
public:
  UsesInFunction(const Function &F, const Unit &U) : F(F), U(U) {}

  Paths *paths() {
    if (!P)
      P = std::make_unique<Paths>(F, U);
    return P->valid() ? P.get() : nullptr;
  }

  bool names(const CallSite &S, Place At, const Object &O) const {
    const Expr *E = At ? S.C.at(At) : nullptr;
    return E && objectOf(E, U) == O;
  }

  /// Does \p S make \p O another object: a declaration, an assignment, a call
  /// that makes or binds it?
  bool renews(const Stmt *S, const Object &O,
              const llvm::DenseSet<const Stmt *> &Assigned) const {
    if (Assigned.contains(S))
      return true;
    const auto *D = dyn_cast<DeclStmt>(S);
    return D && llvm::any_of(D->decls(), [&](const Decl *Each) {
             return Each == O.Decl || Each == O.Of;
           });
  }
  llvm::DenseSet<const Stmt *> renewals(const Object &O) const {
    llvm::DenseSet<const Stmt *> Found;
    if (const auto *V = dyn_cast<VarDecl>(O.Decl))
      for (const Use &Each : usesOf(*V, F, U, U.parents(F)))
        if (Each.K == Use::Reassigned)
          Found.insert(Each.At);
    for (const CallSite &S : F.Calls)
      if (S.Model &&
          (names(S, S.Model->Makes, O) || names(S, S.Model->Binds, O) ||
           names(S, S.Model->Restarts, O)))
        Found.insert(S.C.E);
    return Found;
  }

  /// Can \p O be told from another object in each turn of a loop?
  bool isOne(const Object &O) const {
    if (!O)
      return false;
    const auto *V = O.Of ? O.Of : dyn_cast<VarDecl>(O.Decl);
    if (!V || !V->getType()->isPointerType() || !V->hasLocalStorage())
      return true;
    return neverReassigned(*V, F.Body);
  }

  bool isAsked(const Object &O) const {
    return llvm::any_of(F.Calls, [&](const CallSite &S) {
      return S.Model && names(S, S.Model->AsksClosed, O);
    });
  }

  const Function &F;
  const Unit &U;

private:
  std::unique_ptr<Paths> P;
};

/// A call behind which an object is closed.
struct Closing {
  const CallSite *At;
  Object It;
  bool Handle = false;
  /// Closed by a function of another file: what that has to do.
  std::vector<Fact> Facts = {};
};

static std::vector<Closing> closings(const Function &F, const Unit &U) {
  std::vector<Closing> Found;
  for (const CallSite &S : F.Calls) {
    if (S.Model && (S.Model->Closes || S.Model->ClosesHandle)) {
      const bool Handle = bool(S.Model->ClosesHandle);
      if (const Expr *E =
              S.C.at(Handle ? S.Model->ClosesHandle : S.Model->Closes))
        Found.push_back({&S, objectOf(E, U), Handle});
    }
    for (const GivenLoop &G : loopsGiven(S, U)) {
      Closing Close{&S, objectOf(G.E, U)};
      if (!G.Body)
        Close.Facts = {factOf(G.To, Fact::AlwaysCloses, Fact::Yes, U)};
      else if (!alwaysCloses(*G.Body, G.To.Index, U))
        continue;
      Found.push_back(std::move(Close));
    }
  }
  return Found;
}

/// Calls that need \p Loop to be open, and what they do in other files when it
/// is there that they do.
using HarmfulCalls =
    llvm::DenseMap<const Stmt *,
                   std::pair<const CallSite *, std::vector<Fact>>>;
static HarmfulCalls usesOfOpen(const Object &Loop, const UsesInFunction &In) {
  HarmfulCalls Found;
  const Unit &U = In.U;
  for (const CallSite &S : In.F.Calls) {
    if (S.Model &&
        usesLoop(*S.Model, [&](Place P) { return In.names(S, P, Loop); }))
      Found[S.C.E] = {&S, {}};
    for (const GivenLoop &G : loopsGiven(S, U)) {
      if (!(objectOf(G.E, U) == Loop))
        continue;
      if (!G.Body) {
        Found[S.C.E] = {&S,
                        {factOf(G.To, Fact::Keeps, Fact::No, U),
                         factOf(G.To, Fact::Uses, Fact::Yes, U)}};
        continue;
      }
      Effect E = effectOn(*G.Body, G.To.Index, U);
      if (E.Uses && !E.escapes() && !E.Renews)
        Found[S.C.E] = {&S, {}};
    }
  }
  return Found;
}

/// Is the loop that \p S closes certain to be the one that runs it, if one
/// does?
static bool closesRunning(const CallSite &S, const Unit &U) {
  const Expr *E = stripped(S.C.at(S.Model->Closes));
  if (const auto *O = dyn_cast<UnaryOperator>(E))
    E = stripped(O->getSubExpr());
  if (const auto *D = dyn_cast<DeclRefExpr>(E))
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl());
        V && V->hasLocalStorage() && isAlias(*V))
      E = stripped(V->getInit());
  std::optional<Call> Getter = asCall(E);
  if (Getter)
    if (const CallModel *M = U.models().call(*Getter);
        M && M->Asks != Question::None)
      return true;
  const Why *Reason = U.onLoop(*S.In);
  if (!Reason || Reason->K != Why::HandedOver || !Reason->At ||
      !Reason->At->Model)
    return false;
  const Expr *On = Reason->At->C.at(Reason->At->Model->On);
  Object Loop = objectOf(S.C.at(S.Model->Closes), U);
  return On && Loop && objectOf(On, U) == Loop;
}

/// Case 1: a loop, or a handle, that is used on a path behind its close.
void UseAfterCloseCheck::afterClose(UsesInFunction &In, const Closing &Close) {
  const Unit &U = In.U;
  const Object &O = Close.It;
  const Call &C = Close.At->C;
  // A close that can fail says so by its result; who looks at it knows.
  const bool Discarded =
      C.E->getType()->isVoidType() ||
      consumerOf(C.E, U, U.parents(In.F)).K == Use::Discarded;
  if (!In.isOne(O) || !Discarded || In.isAsked(O))
    return;
  HarmfulCalls Harmful;
  if (!Close.Handle)
    Harmful = usesOfOpen(O, In);
  else
    for (const CallSite &S : In.F.Calls)
      if (S.Model && In.names(S, S.Model->Touches, O))
        Harmful[S.C.E] = {&S, {}};
  Harmful.erase(C.E);
  if (Harmful.empty() || !In.paths())
    return;
  auto Renewals = In.renewals(O);
  enum { Open, Closed };
  llvm::SetVector<const Stmt *> Found;
  In.paths()->run(Open, [&](const Stmt *S, unsigned State) -> unsigned {
    if (State == Closed && Harmful.count(S) && !Renewals.contains(S))
      Found.insert(S);
    if (In.renews(S, O, Renewals))
      return Open;
    // `close(loop); check(result);`: a helper that throws mostly does so here,
    // where the program cleans up.
    if (std::optional<Call> After = State == Closed ? asCall(S) : std::nullopt;
        After && U.function(After->Callee) && U.mayThrow(*After))
      return Open;
    return S == C.E ? unsigned(Closed) : State;
  });
  for (const Stmt *At : Found) {
    const auto &[S, Facts] = Harmful[At];
    std::vector<Fact> All = Close.Facts;
    llvm::append_range(All, Facts);
    Report(*this, U, S->C.nameLoc(),
           "'" + S->C.name() + "' uses " +
               (Close.Handle ? "handle " : "event loop ") + quoted(O) +
               " after it was closed")
        .in(&In.F)
        .library(S->Model ? S->Model->Of : loopModel(O, U)->Of)
        .when(std::move(All))
        .note(C.nameLoc(), "it is closed here")
        .note(S->C.nameLoc(), "close it last, or make it anew");
  }
}

/// The library's restart before \p Run.
static Edits restartedBefore(const CallSite &Run, const Unit &U) {
  const auto &Calls = Run.Model->Of->Calls;
  auto Restart = llvm::find_if(Calls, [](const CallModel &C) {
    return C.Restarts.K == Place::This && C.Renamed.empty();
  });
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Run.C.E);
  const auto *Member =
      Call ? dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens()) : nullptr;
  if (Restart == Calls.end() || !Member || Member->isImplicitAccess() ||
      !mayEditAlike(*Run.In))
    return {};
  std::string Object = textOf(Member->getBase(), U);
  if (Object.empty())
    return refused("it stands in a macro");
  llvm::StringRef Name = Restart->Names.front();
  return insertedBefore(Run.C.E,
                        Object + (Member->isArrow() ? "->" : ".") +
                            Name.rsplit("::").second.str() + "();",
                        U, U.parents(*Run.In));
}

/// Case 2: a loop that runs to its end twice, where the library wants a
/// restart.
void UseAfterCloseCheck::withoutRestart(UsesInFunction &In,
                                        const CallSite &Run) {
  const Unit &U = In.U;
  const bool Needed =
      llvm::any_of(Run.Model->Of->Calls,
                   [](const CallModel &C) { return bool(C.Restarts); });
  const Expr *E = Needed ? Run.C.at(Run.Model->Runs) : nullptr;
  Object O = E ? objectOf(E, U) : Object();
  if (!In.isOne(O))
    return;
  // A run that threw may go on where it was.
  ParentMap &Parents = U.parents(In.F);
  for (const Stmt *S = Run.C.E; S; S = Parents.getParent(S))
    if (isa<CXXTryStmt>(S))
      return;
  if (!In.paths())
    return;
  auto Renewals = In.renewals(O);
  llvm::DenseMap<const Stmt *, const CallSite *> Runs;
  for (const CallSite &S : In.F.Calls) {
    if (S.Model && In.names(S, S.Model->Runs, O))
      Runs[S.C.E] = &S;
    // What can't be seen may restart it.
    else if (!S.Model && llvm::any_of(S.C.Args, [&](const Expr *Arg) {
               return objectOf(Arg, U) == O;
             }))
      Renewals.insert(S.C.E);
  }
  enum { Ready, Ran };
  const CallSite *Again = nullptr;
  In.paths()->run(Ready, [&](const Stmt *S, unsigned State) -> unsigned {
    if (State == Ran)
      if (auto Use = Runs.find(S); Use != Runs.end() && !Again)
        Again = Use->second;
    if (In.renews(S, O, Renewals))
      return Ready;
    return S == Run.C.E ? unsigned(Ran) : State;
  });
  if (Again)
    Report(*this, U, Again->C.nameLoc(),
           "'" + Again->C.name() + "' runs event loop " + quoted(O) +
               " again without a restart; it returns at once")
        .in(&In.F)
        .library(Run.Model->Of)
        .note(Run.C.nameLoc(), "it ran to its end here")
        .note(Again->C.nameLoc(), "restart it before",
              restartedBefore(*Again, U));
}

/// Case 3: a coroutine that can be awaited once is awaited, or moved, again.
void UseAfterCloseCheck::awaitedAgain(UsesInFunction &In, const VarDecl &V) {
  const Unit &U = In.U;
  const CoroutineModel *Type =
      U.models().coroutine(V.getType().getNonReferenceType());
  if (!Type || !Type->Once || !V.hasLocalStorage())
    return;
  llvm::DenseMap<const Stmt *, const Use *> Consumes;
  auto All = usesOf(V, In.F, U, U.parents(In.F));
  for (const Use &Each : All)
    if (Each.K == Use::Awaited || Each.Moved)
      Consumes[Each.At] = &Each;
  if (Consumes.empty() || !In.paths())
    return;
  Object O{&V};
  auto Renewals = In.renewals(O);
  enum { Fresh, Gone };
  const Use *First = nullptr, *Second = nullptr;
  In.paths()->run(Fresh, [&](const Stmt *S, unsigned State) -> unsigned {
    if (auto Use = Consumes.find(S); Use != Consumes.end()) {
      if (State == Fresh && !First)
        First = Use->second;
      if (State == Gone && !Second)
        Second = Use->second;
      return Gone;
    }
    return In.renews(S, O, Renewals) ? unsigned(Fresh) : State;
  });
  if (!First || !Second)
    return;
  const bool Awaits = Second->K == Use::Awaited && First->K == Use::Awaited;
  Report(*this, U, Second->Mention->getExprLoc(),
         "coroutine " + quoted(O) +
             (Awaits ? " is awaited again; it can be awaited only once"
                     : " is used again; it was given away before"))
      .in(&In.F)
      .library(Type->Of)
      .note(First->Mention->getExprLoc(), First->K == Use::Awaited
                                              ? "it is awaited here"
                                              : "it is given away here")
      .note(Second->Mention->getExprLoc(),
            "make another one, or keep the result");
}

void UseAfterCloseCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions()) {
    if (!F.Decl || !F.Body)
      continue;
    UsesInFunction In(F, U);
    for (const Closing &Close : closings(F, U))
      afterClose(In, Close);
    for (const CallSite &S : F.Calls) {
      if (!S.Model)
        continue;
      if (S.Model->Runs)
        withoutRestart(In, S);
      // Case 4: closed by what it runs.
      if (S.Model->Closes && S.C.at(S.Model->Closes) && closesRunning(S, U))
        if (std::optional<OnLoop> Way = onLoop(S, U); Way && !Way->Possible)
          Report(*this, U, S.C.nameLoc(),
                 "'" + S.C.name() + "' closes the event loop that runs it")
              .in(&F)
              .library(S.Model->Of)
              .onLoop(*Way)
              .note(S.C.nameLoc(), "who made it closes it, after it stopped");
    }
    for (const auto &[V, Mentioned] : U.mentions(F).Of)
      if (V->getDeclContext() == F.Decl)
        awaitedAgain(In, *V);
  }
}

} // namespace asynctidy
