// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "SignalUnsafeCallCheck.h"
#include "support/Lifecycle.h"
#include "support/LoopOwner.h"
#include "support/Objects.h"
#include "clang/AST/ParentMap.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace asynctidy {

namespace {
/// How control comes into a function while a signal is handled.
struct Handler {
  const Function *Caller = nullptr; ///< null: it is the handler itself
  SourceLocation At;                ///< where it is installed, or called
  std::string By;                   ///< the function that installs it
};
} // namespace

/// Is \p E a member, however deep, of an object that says who handles a signal?
static bool isInSignalAction(const Expr *E, const Unit &U) {
  while (const auto *M = dyn_cast<MemberExpr>(E->IgnoreParenImpCasts())) {
    QualType T = M->getBase()->getType();
    if (T->isPointerType())
      T = T->getPointeeType();
    if (U.models().isSignalAction(T))
      return true;
    E = M->getBase();
  }
  return false;
}

/// What \p S, or a statement in it, stores into such objects.
static void findStored(const Stmt *S, const Unit &U,
                       llvm::SmallVectorImpl<const Expr *> &Found) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *B = dyn_cast<BinaryOperator>(S);
      B && B->getOpcode() == BO_Assign && isInSignalAction(B->getLHS(), U))
    Found.push_back(B->getRHS());
  if (const auto *L = dyn_cast<InitListExpr>(S);
      L && U.models().isSignalAction(L->getType())) {
    llvm::SmallVector<const Expr *, 4> Work(L->inits());
    while (!Work.empty()) {
      const Expr *E = Work.pop_back_val();
      if (const auto *Inner = dyn_cast_or_null<InitListExpr>(E))
        Work.append(Inner->inits().begin(), Inner->inits().end());
      else if (E)
        Found.push_back(E);
    }
  }
  for (const Stmt *Child : S->children())
    findStored(Child, U, Found);
}

/// A call that works on a loop, or on what belongs to one.
static bool touchesLoop(const CallSite &S, const Unit &U) {
  if (S.Model) {
    const CallModel &M = *S.Model;
    if (M.SignalSafe)
      return false;
    if (!M.Of->Loops.empty() &&
        (M.Runs || M.Pumps || M.Stops || M.Makes || M.Closes || M.Drains ||
         M.EndsWork || M.Spawns || M.Binds || M.Touches ||
         !M.CallsLater.empty()))
      return true;
  }
  if (!S.C.Object || !isa<CXXMethodDecl>(S.C.Callee))
    return false;
  QualType T = S.C.Object->IgnoreParenImpCasts()->getType();
  if (T->isPointerType())
    T = T->getPointeeType();
  return U.models().loop(T) || U.models().isTask(T) || U.models().isBound(T);
}

/// One place where a function becomes a signal's handler.
struct Installed {
  const CallSite *At;
  const Expr *Handler;
};

/// The text of \p E; a macro that is all of it counts by its name.
static std::string spelled(const Expr *E, const Unit &U) {
  return Lexer::getSourceText(
             Lexer::makeFileCharRange(
                 CharSourceRange::getTokenRange(E->getSourceRange()),
                 U.context().getSourceManager(), U.context().getLangOpts()),
             U.context().getSourceManager(), U.context().getLangOpts())
      .str();
}

/// The loop handles the signal instead: `signal(n, handler)` →
/// `loop.add_signal_handler(n, [] { handler(n); })`, where that loop, a
/// variable that lives as long as the program, was set before.
static Edits heardByLoop(const Function &Handler, const CallSite &Touch,
                         llvm::ArrayRef<Installed> Places, const Unit &U) {
  Edits R;
  const Expr *E = Touch.C.Object;
  const LoopModel *Loop = E ? loopModel(objectOf(E, U), U) : nullptr;
  const auto *V = E ? dyn_cast_or_null<VarDecl>(objectOf(E, U).Decl) : nullptr;
  if (!Loop || Loop->SignalCall.empty() || !V || V->hasLocalStorage())
    return R;
  if (Places.empty())
    return refused(Handler.name() + " is not installed by a call of its own",
                   Handler.location());
  for (const Installed &Each : Places) {
    const CallSite &S = *Each.At;
    const Function &F = *S.In;
    ParentMap &Parents = U.parents(F);
    const auto *Whole = dyn_cast_or_null<Expr>(statementOf(S.C.E, Parents));
    if (!F.Decl || !mayEdit(F) || !Whole || stripped(Whole) != S.C.E ||
        S.C.Args.size() != 2)
      return refused("it is not installed by a statement of its "
                     "own here",
                     S.C.nameLoc());
    // The loop is made by then: the variable is set on every way here.
    Paths Ways(F, U);
    llvm::SmallVector<const Stmt *, 2> Set;
    for (const Use &Each : usesOf(*V, F, U, Parents))
      if (Each.K == Use::Reassigned)
        Set.push_back(Each.At);
    bool Before = false;
    if (Ways.valid() && !Set.empty()) {
      enum { Unset, IsSet };
      Before = true;
      Ways.run(Unset, [&](const Stmt *At, unsigned State) -> unsigned {
        if (At == S.C.E && State == Unset)
          Before = false;
        return llvm::is_contained(Set, At) ? unsigned(IsSet) : State;
      });
    }
    if (!Before)
      return refused("'" + V->getNameAsString() +
                         "' is not set yet here: install it "
                         "when the loop is made",
                     S.C.nameLoc());
    const std::string Signal = spelled(S.C.Args[0], U);
    std::string Call = ofLoop(Loop->SignalCall, E, U);
    const auto *L = dyn_cast<LambdaExpr>(stripped(Each.Handler));
    std::string Work;
    if (!L) {
      const auto *Address =
          dyn_cast<UnaryOperator>(Each.Handler->IgnoreParenImpCasts());
      const Expr *Named = Address ? Address->getSubExpr()->IgnoreParens()
                                  : Each.Handler->IgnoreParenImpCasts();
      if (!isa<DeclRefExpr>(Named))
        return refused("it is installed by a variable", S.C.nameLoc());
      Work = textOf(Named, U);
    }
    if (Signal.empty() || Call.empty() || Work.empty())
      return refused("it is installed in a macro, or a lambda", S.C.nameLoc());
    replaceAll(Call, "$signal", Signal);
    replaceAll(Call, "$capture", "");
    replaceAll(Call, "$work", Work + "(" + Signal + ")");
    Edits Put = replaced(S.C.E, llvm::StringRef(Call).rtrim(';').str(), U);
    llvm::append_range(R, Put);
  }
  return R;
}

void SignalUnsafeCallCheck::checkUnit(const Unit &U) {
  llvm::DenseMap<const Function *, Handler> Handlers;
  llvm::DenseMap<const Function *, std::vector<Installed>> Places;
  std::vector<const Function *> Work;
  auto Reach = [&](const Function *F, Handler H) {
    if (Handlers.try_emplace(F, std::move(H)).second)
      Work.push_back(F);
  };
  for (const Function &F : U.functions()) {
    for (const CallSite &S : F.Calls)
      if (S.Model)
        for (Place P : S.Model->HandlesSignal)
          if (const Expr *E = S.C.at(P))
            for (const Function *T : U.targets(E)) {
              Reach(T, {nullptr, S.C.nameLoc(), S.C.name()});
              Places[T].push_back({&S, E});
            }
    llvm::SmallVector<const Expr *, 4> Stored;
    findStored(F.Body, U, Stored);
    for (const Expr *E : Stored)
      for (const Function *T : U.targets(E))
        Reach(T, {nullptr, E->getExprLoc(), ""});
  }
  for (size_t I = 0; I < Work.size(); ++I) {
    const Function &F = *Work[I];
    for (const Unit::Edge &E : U.callees(F))
      Reach(E.To, {&F, E.Location, ""});
  }

  llvm::DenseSet<const Function *> Repaired;
  for (const Function *F : Work)
    for (const CallSite &S : F->Calls) {
      if (!touchesLoop(S, U))
        continue;
      Report R(*this, U, S.C.nameLoc(),
               "'" + S.C.name() +
                   "' is called in a signal handler; it is not "
                   "async-signal-safe");
      R.in(F);
      std::vector<Hop> Hops;
      const Function *First = F; // what the system calls
      for (const Function *At = F; At;) {
        First = At;
        const Handler &H = Handlers.find(At)->second;
        if (H.Caller)
          Hops.push_back(
              {H.At, H.Caller->name() + " calls " + At->name() + " here"});
        else
          Hops.push_back({H.At, At->name() + " handles a signal: it is " +
                                    (H.By.empty() ? "installed"
                                                  : "given to '" + H.By + "'") +
                                    " here"});
        At = H.Caller;
      }
      std::reverse(Hops.begin(), Hops.end());
      R.notes(Hops);
      const Library *Of =
          S.Model ? S.Model->Of : U.models().library(*S.C.Callee);
      R.library(Of);
      for (const LoopModel &Loop :
           Of ? llvm::ArrayRef(Of->Loops) : llvm::ArrayRef<LoopModel>())
        if (!Loop.SignalRemedy.empty()) {
          const bool Again = !Repaired.insert(First).second;
          R.note(S.C.nameLoc(), Loop.SignalRemedy,
                 Again ? Edits() // one fix for all it calls
                       : heardByLoop(*First, S, Places[First], U));
          break;
        }
    }
}

} // namespace asynctidy
