// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Lifecycle.h"
#include "support/LoopRewriting.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace asynctidy {

namespace {

/// The loop is a local variable.
class LocalRewriting : public Rewriting {
public:
  LocalRewriting(const VarDecl &V, Held As, const LoopModel &Loop,
                 const Function &F, const Unit &U)
      : Rewriting(V, As, Loop, U), V(V), F(F), Parents(U.parents(F)),
        Ways(F, U) {}

  Repair run();

private:
  bool collect();
  void unwrapTries();
  bool mayEnter() const;
  void enter();
  void own();

  /// Nothing behind \p From asks which loop is the current one.
  bool isQuietAfter(const Stmt *From) const;
  bool repeats(const Stmt *S) const;
  /// The statements behind \p Whole in its block.
  llvm::ArrayRef<Stmt *> behind(const Stmt *Whole) const;
  bool isTail(const Stmt *Whole) const;
  bool isGone(const Stmt *S) const { return Gone.contains(S); }

  const VarDecl &V;
  const Function &F;
  ParentMap &Parents;
  Paths Ways;
  const DeclStmt *Made = nullptr;
  const CompoundStmt *Block = nullptr;
  std::string Factory;
  std::vector<Part> Parts;
  /// `set_current(nullptr)` at the end, statements of their own.
  std::vector<const Stmt *> Forgetting;
  llvm::DenseSet<const Stmt *> Gone; ///< statements inside of what is removed
};

bool LocalRewriting::collect() {
  llvm::SmallVector<const Stmt *, 16> Work{F.Body};
  while (!Work.empty() && !Made) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    if (const auto *Declared = dyn_cast<DeclStmt>(S))
      if (llvm::is_contained(Declared->decls(), &V))
        Made = Declared;
    Work.append(S->child_begin(), S->child_end());
  }
  if (!Made || !Made->isSingleDecl() ||
      !isa<CompoundStmt>(Parents.getParent(Made)))
    return refuse(V.getLocation(),
                  name() + " shares its declaration with something else");
  Block = cast<CompoundStmt>(Parents.getParent(Made));
  if (Made->getBeginLoc().isMacroID() || Made->getEndLoc().isMacroID())
    return refuse(V.getLocation(), name() + " is declared in a macro");
  auto Text = factoryOf(V.getInit(), U);
  if (!Text)
    return false;
  Factory = *Text;
  MentionFinder Found(V);
  Found.visit(F.Body);
  if (Found.Copied.isValid() && As != Held::Pointer)
    return refuse(Found.Copied, name() + " is captured by value here");
  for (const auto &[E, InLambda] : Found.All) {
    Part P = partOf(E, InLambda, Parents);
    if (P.InLambda && P.ends())
      return refuse(E->getBeginLoc(), name() + " is closed in a lambda");
    if (P.ends() && !P.Whole)
      return refuse(E->getBeginLoc(),
                    name() + " is closed in an expression, or under a "
                             "condition without braces");
    if (P.Is == Part::Run && P.InLambda)
      P.Is = Part::Other;
    if (P.At.K == Use::Passed && !U.models().call(*P.At.C))
      if (const Function *G = U.function(P.At.C->Callee);
          G && P.At.Index < G->Decl->getNumParams() &&
          effectOn(*G, P.At.Index, U).Closes)
        return refuse(E->getBeginLoc(), G->name() + " closes it");
    if (P.At.Moved || (As == Held::Pointer &&
                       (P.At.K == Use::Returned || P.At.K == Use::Stored)))
      return refuse(E->getBeginLoc(), name() + " is given away here");
    Parts.push_back(std::move(P));
  }
  for (const CallSite &S : F.Calls)
    if (const Expr *Arg = S.Model ? S.C.at(S.Model->MakesCurrent) : nullptr)
      if (Arg->isNullPointerConstant(U.context(),
                                     Expr::NPC_ValueDependentIsNotNull)) {
        const auto *Whole = dyn_cast_or_null<Expr>(statementOf(S.C.E, Parents));
        if (Whole && stripped(Whole) == S.C.E)
          Forgetting.push_back(Whole);
      }
  if (llvm::none_of(Parts, [](const Part &P) { return P.Is == Part::Current; }))
    Forgetting.clear();
  return true;
}

/// Everything that a handler does is to close, and to throw again.
static bool onlyClosesAndThrows(const CXXCatchStmt &Handler,
                                const llvm::DenseSet<const Stmt *> &Ends) {
  bool Throws = false;
  const auto *Body = dyn_cast<CompoundStmt>(Handler.getHandlerBlock());
  if (!Body)
    return false;
  for (const Stmt *Each : Body->body()) {
    const auto *E = dyn_cast<Expr>(Each);
    const auto *Throw = E ? dyn_cast<CXXThrowExpr>(stripped(E)) : nullptr;
    if (Throw && !Throw->getSubExpr())
      Throws = true;
    else if (!Ends.contains(Each))
      return false;
  }
  return Throws;
}

static void addAllBelow(const Stmt *S, llvm::DenseSet<const Stmt *> &To) {
  if (!S)
    return;
  To.insert(S);
  for (const Stmt *Child : S->children())
    addAllBelow(Child, To);
}

/// `try { … } catch (...) { close; throw; }` → `…`
void LocalRewriting::unwrapTries() {
  llvm::DenseSet<const Stmt *> Ends;
  for (const Part &P : Parts)
    if (P.ends())
      Ends.insert(P.Whole);
  for (const Stmt *S : Forgetting)
    Ends.insert(S);
  for (const Stmt *Each : Block->body()) {
    const auto *Try = dyn_cast<CXXTryStmt>(Each);
    if (!Try)
      continue;
    bool Only = true, Closes = false;
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I) {
      Only &= onlyClosesAndThrows(*Try->getHandler(I), Ends);
      Closes |=
          cast<CompoundStmt>(Try->getHandler(I)->getHandlerBlock())->size() > 1;
    }
    if (!Only || !Closes)
      continue;
    Edits Bare = unwrapped(*Try, U);
    if (Bare.empty())
      continue;
    add(Bare);
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
      addAllBelow(Try->getHandler(I), Gone);
  }
}

bool LocalRewriting::repeats(const Stmt *S) const {
  for (; S && S != Block; S = Parents.getParent(S))
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, LambdaExpr>(S))
      return true;
  return false;
}

bool LocalRewriting::isQuietAfter(const Stmt *From) const {
  for (const CallSite &S : F.Calls) {
    if (!Ways.reaches(From, S.C.E, {}))
      continue;
    const Function *G = U.function(S.C.Callee);
    auto Asks = [](const CallSite &Inner) {
      return Inner.Model && !Inner.Model->Implicit.empty();
    };
    if (Asks(S) || (G && !G->IsCoroutine && callsAny(*G, U, Asks)))
      return false;
    if (!S.Model && !G && U.isElsewhere(S.C) &&
        !U.models().coroutine(S.C.E->getType()))
      return false;
  }
  return true;
}

/// What can be said as an option of the entry: it means the same there.
static bool isConstantHere(const Expr *E, const Function &F) {
  E = E->IgnoreParenImpCasts();
  if (isa<CXXBoolLiteralExpr, IntegerLiteral>(E))
    return true;
  const auto *D = dyn_cast<DeclRefExpr>(E);
  const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
  return V && (V->getType().isConstQualified() ||
               (V->hasLocalStorage() && neverReassigned(*V, F.Body)));
}

/// Is nothing but its runs left when the entry makes and closes it?
bool LocalRewriting::mayEnter() const {
  if (Loop.Entry.empty() || !isDeclared(Loop.Entry, U))
    return false;
  // Again and again is an owner's, each time.
  for (const Stmt *S = Block; S; S = Parents.getParent(S))
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S))
      return false;
  std::vector<const Part *> Runs;
  for (const Part &P : Parts) {
    if (isGone(P.Mention))
      continue;
    switch (P.Is) {
    case Part::Run:
      if (repeats(P.At.C->E))
        return false;
      Runs.push_back(&P);
      break;
    case Part::Close:
    case Part::Drain:
    case Part::Delete:
      break;
    case Part::Current:
      if (P.InLambda || !P.Whole || !isQuietAfter(P.At.C->E))
        return false;
      break;
    case Part::Option:
      if (P.InLambda || !P.Whole || Parents.getParent(P.Whole) != Block ||
          P.At.C->Args.size() != 1 || !isConstantHere(P.At.C->Args[0], F) ||
          textOf(P.At.C->Args[0], U).empty())
        return false;
      break;
    case Part::Other:
      return false;
    }
  }
  for (const Part *One : Runs)
    for (const Part *Other : Runs)
      if (One != Other && Ways.reaches(One->At.C->E, Other->At.C->E, {}))
        return false;
  // What is set after it ran would come before.
  for (const Part &P : Parts)
    for (const Part *Run : Runs)
      if (P.Is == Part::Option && Ways.reaches(Run->At.C->E, P.At.C->E, {}))
        return false;
  return !Runs.empty();
}

void LocalRewriting::enter() {
  std::vector<std::string> Options;
  for (const Part &P : Parts)
    if (P.Is == Part::Option)
      Options.push_back("." + U.models().call(*P.At.C)->Option + " = " +
                        textOf(P.At.C->Args[0], U));
  const std::string Text = optionsText(Options, Factory, Loop);
  remove(Made);
  for (const Part &P : Parts)
    if (isGone(P.Mention))
      continue;
    else if (P.Is == Part::Run)
      replaceRun(P, Loop.Entry, Text);
    else
      remove(P.Whole);
  for (const Stmt *S : Forgetting)
    if (!isGone(S))
      remove(S);
}

llvm::ArrayRef<Stmt *> LocalRewriting::behind(const Stmt *Whole) const {
  const auto *In = dyn_cast_or_null<CompoundStmt>(Parents.getParent(Whole));
  if (!In)
    return {};
  llvm::ArrayRef<Stmt *> All(In->body_begin(), In->size());
  while (!All.empty() && All.front() != Whole)
    All = All.drop_front();
  return All.empty() ? All : All.drop_front();
}

/// Would the destructor, at the end of the block, do the same?
bool LocalRewriting::isTail(const Stmt *Whole) const {
  if (Parents.getParent(Whole) != Block)
    return false;
  for (const Stmt *Next : behind(Whole))
    if (!isa<ReturnStmt>(Next) && !llvm::is_contained(Forgetting, Next))
      return false;
  // What dies before the owner must not be what its tasks still speak of.
  for (const Stmt *Between : behind(Made))
    if (const auto *Declared = dyn_cast<DeclStmt>(Between))
      for (const Decl *Each : Declared->decls())
        if (const auto *Local = dyn_cast<VarDecl>(Each);
            Local && Local->getType()->isRecordType())
          return false;
  return true;
}

void LocalRewriting::own() {
  if (Loop.Owner.empty())
    return void(refuse(SourceLocation(), ""));
  if (!isDeclared(Loop.Owner, U))
    return void(refuse(V.getLocation(), "'" + Loop.Owner +
                                            "' is not declared here; include "
                                            "its header"));
  const std::string Owner = freeName("runner", F);
  auto IsEnd = [&](const Stmt *S) {
    return llvm::any_of(
        Parts, [&](const Part &P) { return P.ends() && P.Whole == S; });
  };
  bool Named = false; // something speaks of the loop itself
  for (const Part &P : Parts)
    if (!isGone(P.Mention))
      Named |=
          P.Is == Part::Option || P.Is == Part::Other ||
          (P.Is == Part::Current && (!Factory.empty() || P.InLambda ||
                                     !P.Whole || !isQuietAfter(P.At.C->E)));
  for (const Part &P : Parts) {
    if (isGone(P.Mention))
      continue;
    if (P.Is == Part::Run) {
      replaceRun(P, Owner + "." + Loop.OwnerRun, "");
      continue;
    }
    if (P.ends()) {
      // Of several in a row one is left, and none where the owner dies.
      bool Followed = false;
      for (const Stmt *Next : behind(P.Whole)) {
        if (llvm::is_contained(Forgetting, Next))
          continue;
        Followed = IsEnd(Next);
        break;
      }
      if (Followed || isTail(P.Whole)) {
        remove(P.Whole);
        continue;
      }
      if (P.Is != Part::Drain) {
        replaceStatement(P.Whole, Owner + "." + Loop.OwnerClose + "()");
        continue;
      }
      Named = true;
    }
    // The owner makes its own loop the current one.
    if (P.Is == Part::Current && Factory.empty() && P.Whole && !P.InLambda) {
      remove(P.Whole);
      continue;
    }
    for (const Part &End : Parts)
      if (End.Is == Part::Close && !P.InLambda && !isGone(End.Mention) &&
          Ways.reaches(End.At.C->E, P.Mention, {Made}))
        return void(refuse(P.Mention->getBeginLoc(),
                           name() + " is used after it was closed"));
    respell(P.Mention, D.getName(), false, Parents);
  }
  for (const Stmt *S : Forgetting)
    if (!isGone(S))
      remove(S);
  const std::string Options = optionsText({}, Factory, Loop);
  std::string Text =
      Loop.Owner + " " + Owner + (Options.empty() ? "" : "(" + Options + ")");
  if (Named) {
    const CXXRecordDecl *Class = loopClass(V, As);
    const SourceManager &SM = U.context().getSourceManager();
    const std::string Indent = indentAt(Made->getBeginLoc(), SM);
    Text += (Indent.empty() ? "; " : ";\n" + Indent) + plainName(*Class) +
            (As == Held::Pointer ? " *" : " &") + V.getNameAsString() +
            (As == Held::Pointer ? " = &" : " = ") + Owner + "." +
            Loop.OwnerLoop + "()";
  }
  All.push_back(
      FixItHint::CreateReplacement(Made->getSourceRange(), Text + ";"));
}

Repair LocalRewriting::run() {
  if (!mayEdit(F))
    refuse(V.getLocation(),
           F.Decl && F.Decl->getBeginLoc().isMacroID()
               ? F.name() + " is written by a macro"
               : "one text stands for all instances of the template " +
                     F.name());
  if (!All.Refused.empty() || !Ways.valid() || !collect()) {
    All.clear();
    return result(false);
  }
  unwrapTries();
  if (mayEnter()) {
    enter();
    return result(true);
  }
  own();
  return result(false);
}

} // namespace

Repair ownerInstead(const VarDecl &V, const Function &F, const Unit &U) {
  std::optional<Held> As = heldAs(V.getType(), U);
  const LoopModel *Loop =
      As ? ownedLoop(V.getType().getNonReferenceType(), U) : nullptr;
  if (!Loop || (Loop->Entry.empty() && Loop->Owner.empty()) || !F.Decl ||
      U.onLoop(F))
    return {};
  return LocalRewriting(V, *As, *Loop, F, U).run();
}

} // namespace asynctidy
