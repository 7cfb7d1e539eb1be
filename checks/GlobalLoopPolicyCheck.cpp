// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "GlobalLoopPolicyCheck.h"
#include "support/FromMain.h"
#include "support/Lifecycle.h"
#include "support/LoopOwner.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace asynctidy {

/// Does no run come before \p S, on any path of its function?
static bool beforeAnyRun(const CallSite &S, const Unit &U) {
  Paths P(*S.In, U);
  if (!P.valid())
    return false;
  return llvm::none_of(S.In->Calls, [&](const CallSite &Other) {
    bool Runs = Other.Model && Other.Model->Runs;
    if (const Function *G = U.function(Other.C.Callee); G && !Runs)
      Runs = callsAny(*G, U, [](const CallSite &Inner) {
        return Inner.Model && Inner.Model->Runs;
      });
    return Runs && P.reaches(Other.C.E, S.C.E, {});
  });
}

namespace {

/// The factory that is set for the process, given to those who use it.
class FactoryInstead {
public:
  FactoryInstead(const Function &F, const Unit &U)
      : F(F), U(U), Parents(U.parents(F)), Ways(F, U) {
    for (const CallSite &S : F.Calls)
      if (S.Model && S.Model->SetsFactory)
        (isReset(S) ? Resets : Sets).push_back(&S);
  }

  /// For the finding at \p S: that where it is set, not where it is reset.
  Edits run(const CallSite &S) {
    if (Sets.empty() || Sets.front() != &S)
      return {};
    if (Sets.size() == 1 && Ways.valid())
      collect();
    else if (Sets.size() > 1)
      refuse(Sets[1]->C.nameLoc(), "it is set to something else here");
    return R.Refused.empty() ? R : refused(R.Refused, R.RefusedAt);
  }

private:
  bool refuse(SourceLocation At, std::string Why) {
    if (R.Refused.empty()) {
      R.RefusedAt = At;
      R.Refused = std::move(Why);
    }
    return false;
  }

  /// `set({})`: the default again.
  static bool isReset(const CallSite &S) {
    const Expr *E = S.C.at(S.Model->SetsFactory);
    E = E ? stripped(E) : nullptr;
    if (const auto *L = dyn_cast_or_null<InitListExpr>(E))
      return L->getNumInits() == 0;
    const auto *K = dyn_cast_or_null<CXXConstructExpr>(E);
    return K &&
           (K->getNumArgs() == 0 ||
            (K->getNumArgs() == 1 && K->getArg(0)->getType()->isNullPtrType()));
  }

  const Stmt *statement(const CallSite &S) const {
    const auto *Whole = dyn_cast_or_null<Expr>(statementOf(S.C.E, Parents));
    return Whole && stripped(Whole) == S.C.E ? Whole : nullptr;
  }

  /// What the library makes a loop of its own for, or by: by the factory.
  static bool usesFactory(const CallSite &S, const Library &Of) {
    if (!S.Model || S.Model->Of != &Of)
      return false;
    return !S.Model->Again.empty() ||
           (S.Model->Makes.K == Place::Returned && !S.Model->WithRun.empty());
  }
  static const LoopModel *ownerOf(const Expr *E, const Library &Of) {
    const auto *K = dyn_cast<CXXConstructExpr>(E);
    for (const LoopModel &L : Of.Loops)
      if (K && !L.Owner.empty() &&
          plainName(*K->getConstructor()->getParent()) == L.Owner)
        return &L;
    return nullptr;
  }

  void collect();
  bool giveTo(const CallSite &S, llvm::StringRef Factory,
              const LoopModel &Loop);

  const Function &F;
  const Unit &U;
  ParentMap &Parents;
  Paths Ways;
  std::vector<const CallSite *> Sets, Resets;
  Edits R;
};

/// Writes the factory into one call: `run(f())`, `Owner owner;`, `make()`.
bool FactoryInstead::giveTo(const CallSite &S, llvm::StringRef Factory,
                            const LoopModel &Loop) {
  const Expr *E = S.C.E;
  const std::string Option = "." + Loop.FactoryOption + " = " + Factory.str();
  if (textOf(E, U).empty())
    return refuse(S.C.nameLoc(), "it is used in a macro");
  if (S.Model && S.Model->Makes.K == Place::Returned) {
    R.push_back(FixItHint::CreateReplacement(E->getSourceRange(),
                                             Factory.str() + "()"));
    return true;
  }
  const unsigned Place = isa<CXXConstructExpr>(E) ? 0 : 1;
  if (S.C.Args.size() <= Place) {
    if (Place) {
      R.push_back(
          FixItHint::CreateInsertion(E->getEndLoc(), ", {" + Option + "}"));
      return true;
    }
    const Stmt *Up = Parents.getParent(E);
    while (isa_and_nonnull<ExprWithCleanups, CXXBindTemporaryExpr>(Up))
      Up = Parents.getParent(Up);
    const auto *D = dyn_cast_or_null<DeclStmt>(Up);
    const auto *V = D && D->isSingleDecl()
                        ? dyn_cast<VarDecl>(D->getSingleDecl())
                        : nullptr;
    if (!V || cast<CXXConstructExpr>(E)->getParenOrBraceRange().isValid())
      return refuse(S.C.nameLoc(), "its owner is no plain local variable");
    R.push_back(FixItHint::CreateInsertion(
        Lexer::getLocForEndOfToken(V->getLocation(), 0,
                                   U.context().getSourceManager(),
                                   U.context().getLangOpts()),
        "({" + Option + "})"));
    return true;
  }
  // Behind the options that are there.
  const auto *Given = dyn_cast<InitListExpr>(stripped(S.C.Args[Place]));
  if (Given && Given->isSemanticForm() && Given->getSyntacticForm())
    Given = Given->getSyntacticForm();
  bool Known = !Given || Given->getRBraceLoc().isInvalid();
  if (!Known)
    for (const Expr *Init : Given->inits()) {
      const auto *Named = dyn_cast<DesignatedInitExpr>(Init);
      Known |= !Named || Named->size() != 1 ||
               !Named->getDesignator(0)->getFieldName() ||
               Named->getDesignator(0)->getFieldName()->getName() ==
                   Loop.FactoryOption;
    }
  if (Known)
    return refuse(S.C.nameLoc(), "its options may have a factory already");
  R.push_back(FixItHint::CreateInsertion(
      Given->getRBraceLoc(), Given->getNumInits() ? ", " + Option : Option));
  return true;
}

void FactoryInstead::collect() {
  const CallSite &Set = *Sets.front();
  const Library &Of = *Set.Model->Of;
  const LoopModel *Loop = nullptr;
  for (const LoopModel &Each : Of.Loops)
    if (!Each.FactoryOption.empty())
      Loop = &Each;
  const Stmt *Whole = statement(Set);
  const Expr *Factory = Set.C.at(Set.Model->SetsFactory);
  if (!Loop || !Factory || !F.Decl)
    return;
  if (!mayEdit(F) || !Whole || textOf(Factory, U).empty())
    return void(refuse(Set.C.nameLoc(),
                       "it stands in a template, a macro or an expression"));
  auto Uses = [&](const CallSite &S) {
    return usesFactory(S, Of) || ownerOf(S.C.E, Of);
  };
  std::vector<const CallSite *> Users;
  for (const CallSite &S : F.Calls) {
    if (&S == &Set || llvm::is_contained(Resets, &S))
      continue;
    std::vector<const Stmt *> Back;
    for (const CallSite *Reset : Resets)
      Back.push_back(Reset->C.E);
    if (!Ways.reaches(Set.C.E, S.C.E, Back))
      continue;
    if (Uses(S)) {
      if (Ways.reaches(S.C.E, Set.C.E, {}))
        return void(refuse(S.C.nameLoc(), "it runs before it is set, too"));
      Users.push_back(&S);
      continue;
    }
    const Function *G = U.function(S.C.Callee);
    if (G && callsAny(*G, U, Uses))
      return void(refuse(S.C.nameLoc(), G->name() +
                                            " makes a loop by it: it needs the "
                                            "factory as an argument"));
    if (!G && !S.Model && U.isElsewhere(S.C) &&
        !U.models().coroutine(S.C.E->getType()))
      return void(refuse(S.C.nameLoc(), "'" + S.C.name() +
                                            "' is in another file and may make "
                                            "a loop by it"));
  }
  if (Users.empty())
    return void(refuse(Set.C.nameLoc(),
                       "no run of this function is behind it: those of its "
                       "callers need the factory"));
  // A function has a name; anything else is given one.
  const Expr *Inner = stripped(Factory);
  while (isa<CXXConstructExpr>(Inner)) {
    std::optional<Call> Converted = asCall(Inner);
    if (!Converted || Converted->Args.size() != 1)
      break;
    Inner = stripped(Converted->Args.front());
  }
  const auto *D = dyn_cast<DeclRefExpr>(Inner);
  std::string Name;
  if (D && isa<FunctionDecl>(D->getDecl())) {
    Name = textOf(D, U);
    llvm::append_range(R, removed(Whole, U));
  } else {
    Name = freeName(Loop->FactoryOption, F);
    const Stmt *Block = Parents.getParent(Whole);
    for (const CallSite *S : Users) {
      const Stmt *Up = S->C.E;
      while (Up && Up != Block)
        Up = Parents.getParent(Up);
      if (!Up)
        return void(refuse(S->C.nameLoc(), "the factory has no name here"));
    }
    R.push_back(FixItHint::CreateReplacement(Set.C.E->getSourceRange(),
                                             "const auto " + Name + " = " +
                                                 textOf(Inner, U)));
  }
  for (const CallSite *S : Users)
    if (!giveTo(*S, Name, *Loop))
      return;
  for (const CallSite *S : Resets)
    if (const Stmt *Reset = statement(*S))
      llvm::append_range(R, removed(Reset, U));
    else
      refuse(S->C.nameLoc(), "it is reset in an expression");
}

} // namespace

void GlobalLoopPolicyCheck::checkUnit(const Unit &U) {
  std::optional<FromMain> Main;
  for (const Function &F : U.functions())
    for (const CallSite &S : F.Calls) {
      if (!S.Model || S.Model->SetsGlobal.empty())
        continue;
      if (S.Model->FineBeforeRun) {
        if (!Main)
          Main.emplace(U);
        if (Main->only(F) && beforeAnyRun(S, U))
          continue;
      }
      Report R(*this, U, S.C.nameLoc(),
               "'" + S.C.name() + "' changes the whole process; " +
                   S.Model->SetsGlobal);
      R.in(&F).library(S.Model->Of).hazard();
      if (!S.Model->Instead.empty())
        R.note(S.C.nameLoc(), S.Model->Instead,
               S.Model->SetsFactory && F.Decl && F.Body
                   ? FactoryInstead(F, U).run(S)
                   : Edits());
    }
}

} // namespace asynctidy
