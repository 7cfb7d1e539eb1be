// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "DanglingCoroutineArgumentCheck.h"
#include "support/Coroutines.h"
#include "support/Edits.h"
#include "support/Lifetimes.h"
#include "support/Objects.h"

using namespace clang;

namespace asynctidy {

namespace {

/// What becomes of a coroutine that was made.
struct Fate {
  enum Kind {
    Done,   ///< awaited or run in its own statement, or not known
    Kept,   ///< in the local variable Holder
    Stored, ///< in something that outlives the function
    Returned,
    Started ///< as work of a loop, and nobody waits for it
  };
  Kind K = Done;
  const Stmt *At = nullptr;
  const VarDecl *Holder = nullptr;
  Object Loop = {}; ///< Started: what runs it, where that is known
};

bool isMade(QualType T, const Unit &U) {
  return U.models().coroutine(T) || U.models().isTask(T);
}

bool isAt(const Call &C, llvm::ArrayRef<Place> Places, unsigned Index) {
  return llvm::any_of(Places, [&](Place P) { return C.isArg(P, Index); });
}

/// Does the variable of \p O outlive the function that \p Inner is local to?
bool outlives(const Object &O, const VarDecl *Inner, const Function &F,
              const Unit &U) {
  if (O.isMember() && !O.Of)
    return true;
  const auto *V = O.isMember() ? O.Of : dyn_cast_or_null<VarDecl>(O.Decl);
  if (!V || V == Inner)
    return false;
  if (!V->hasLocalStorage() || V->getType()->isReferenceType())
    return true;
  if (!Inner || isa<ParmVarDecl>(V) || isa<ParmVarDecl>(Inner))
    return false;
  // A block further out.
  auto BlockOf = [&](const VarDecl *Of) -> const Stmt * {
    const DeclStmt *Found = nullptr;
    llvm::SmallVector<const Stmt *, 16> Work{F.Body};
    while (!Work.empty() && !Found) {
      const Stmt *S = Work.pop_back_val();
      if (!S || isa<LambdaExpr>(S))
        continue;
      if (const auto *D = dyn_cast<DeclStmt>(S))
        if (llvm::is_contained(D->decls(), Of))
          Found = D;
      Work.append(S->child_begin(), S->child_end());
    }
    return Found ? U.parents(F).getParent(Found) : nullptr;
  };
  const Stmt *Outer = BlockOf(V);
  const Stmt *Block = BlockOf(Inner);
  if (!Outer || !Block || Outer == Block)
    return false;
  for (const Stmt *S = Block; S; S = U.parents(F).getParent(S))
    if (S == Outer)
      return true;
  return false;
}

/// Follows the value of \p E to what becomes of it. \p Dying: the variable it
/// refers to, null for a temporary.
Fate fateOf(const Expr *E, const VarDecl *Dying, const Function &F,
            const Unit &U, unsigned Depth = 0) {
  Use Next = consumerOf(E, U, U.parents(F));
  if (Depth > 6)
    return {};
  switch (Next.K) {
  case Use::Returned:
    return {Fate::Returned, Next.At};
  case Use::Stored: {
    if (const auto *D = dyn_cast<DeclStmt>(Next.At)) {
      const auto *V =
          D->isSingleDecl() ? dyn_cast<VarDecl>(D->getSingleDecl()) : nullptr;
      if (!V || !isMade(V->getType().getNonReferenceType(), U))
        return {};
      return {V->hasLocalStorage() ? Fate::Kept : Fate::Stored, Next.At, V};
    }
    const Expr *To = nullptr;
    if (const auto *B = dyn_cast<BinaryOperator>(Next.At))
      To = B->getLHS();
    else if (Next.C)
      To = Next.C->Object;
    Object Target = To ? objectOf(To, U) : Object();
    if (!Target)
      return {};
    if (!Dying || outlives(Target, Dying, F, U))
      return {Fate::Stored, Next.At};
    return {};
  }
  case Use::Passed: {
    const CallModel *Model = U.models().call(*Next.C);
    if (Model && Model->Runs)
      return {};
    if (Model &&
        (Model->Spawns || isAt(*Next.C, Model->CallsLater, Next.Index))) {
      const Expr *On = Next.C->at(Model->Spawns ? Model->Spawns : Model->On);
      Fate Handle = fateOf(Next.C->E, Dying, F, U, Depth + 1);
      if (isMade(Next.C->E->getType(), U)) {
        // Who looks at the handle waits for the work.
        Use Result = consumerOf(Next.C->E, U, U.parents(F));
        if (Handle.K == Fate::Kept && !Dying)
          return Handle;
        if (Handle.K != Fate::Done)
          return Handle;
        if (Result.K != Use::Discarded && Result.K != Use::Called)
          return {};
      }
      return {Fate::Started, Next.C->E, nullptr,
              On ? objectOf(On, U) : Object()};
    }
    if (isMade(Next.C->E->getType(), U)) // a combinator
      return fateOf(Next.C->E, Dying, F, U, Depth + 1);
    // Into a container.
    if (Next.C->Object && inStandardLibrary(*Next.C->Callee)) {
      Object Target = objectOf(Next.C->Object, U);
      if (Target && (!Dying || outlives(Target, Dying, F, U)))
        return {Fate::Stored, Next.At};
    }
    return {};
  }
  default:
    return {};
  }
}

/// One argument, or the object, of a call that makes a coroutine.
struct Argument {
  const Expr *E;
  std::string Name; ///< as messages name a temporary there
  Referent To;
  const ParmVarDecl *Parameter = nullptr; ///< none for the object
};

bool usesThis(const Stmt *S) {
  return S && (isa<CXXThisExpr>(S) || llvm::any_of(S->children(), usesThis));
}

/// `T &`, and not `T &&` of a template that was given an lvalue: that one takes
/// whatever comes, and forwards it.
bool isPlainReference(QualType T) {
  const auto *R = T->getAs<LValueReferenceType>();
  return R && R->isSpelledAsLValue() && !R->getPointeeType().isConstQualified();
}

/// What \p S hands to the coroutine it makes and does not give away.
std::vector<Argument> argumentsOf(const CallSite &S, const Unit &U) {
  std::vector<Argument> Found;
  const Function *G = U.function(S.C.Callee);
  const Library *Of = U.models().library(*S.C.Callee);
  const auto *Method = dyn_cast<CXXMethodDecl>(S.C.Callee);
  auto Add = [&](const Expr *E, std::string Name,
                 const ParmVarDecl *Parameter = nullptr) {
    if (Referent To = referentOf(E, U); To.dies())
      Found.push_back({E, std::move(Name), To, Parameter});
  };
  if (Method && Method->isInstance() && S.C.Object) {
    const bool Closure = Method->getParent()->isLambda();
    if (Closure ? !Method->getParent()->captures().empty()
                : !G || usesThis(G->Body))
      if (!S.C.Object->getType()->isPointerType())
        Add(S.C.Object, Closure ? "lambda object" : "temporary object");
  }
  for (unsigned I = 0; I < S.C.Args.size() && I < S.C.Callee->getNumParams();
       ++I) {
    const ParmVarDecl *P = S.C.Callee->getParamDecl(I);
    QualType T = P->getType();
    if (!refers(T, U))
      continue;
    // A library takes over what it does not take by a plain reference.
    if (Of && !isPlainReference(T))
      continue;
    // What the body never speaks of does no harm.
    if (G && !U.mentions(*G).Of.count(G->Decl->getParamDecl(I)))
      continue;
    Add(S.C.Args[I], "temporary", P);
  }
  return Found;
}

std::string nameOf(const CallSite &S) {
  const auto *M = dyn_cast<CXXMethodDecl>(S.C.Callee);
  return M && M->getParent()->isLambda() ? "a lambda" : "'" + S.C.name() + "'";
}

} // namespace

DanglingCoroutineArgumentCheck::DanglingCoroutineArgumentCheck(
    llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : UnitCheck(Name, Context),
      WarnOnParameters(Options.get("WarnOnParameters", false)) {}

void DanglingCoroutineArgumentCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  UnitCheck::storeOptions(Opts);
  Options.store(Opts, "WarnOnParameters", WarnOnParameters);
}

/// What becomes of the coroutine that \p S makes, as far as it is after the
/// end of \p To.
static Fate afterItsEnd(const CallSite &S, const Referent &To,
                        const Function &F, const Unit &U,
                        std::unique_ptr<Paths> &P) {
  const VarDecl *Dying = To.K == Referent::Local ? To.V : nullptr;
  auto Leaves = [&](const Fate &Of) {
    if (!P)
      P = std::make_unique<Paths>(F, U);
    return P->valid() && leavesUnwaited(*P, Of.At, Of.Loop, U);
  };
  Fate Of = fateOf(S.C.E, Dying, F, U);
  if (!Dying || Of.K == Fate::Stored || Of.K == Fate::Returned)
    return Of;
  if (Of.K == Fate::Started)
    return Leaves(Of) ? Of : Fate();
  if (Of.K != Fate::Kept)
    return {};
  // Where the variable that holds it goes.
  for (const Use &Each : usesOf(*Of.Holder, F, U, U.parents(F))) {
    Fate Later = fateOf(Each.Mention, Dying, F, U);
    if (Later.K == Fate::Stored || Later.K == Fate::Returned ||
        (Later.K == Fate::Started && Leaves(Later)))
      return Later;
  }
  return {};
}

void DanglingCoroutineArgumentCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions()) {
    if (!F.Decl || !F.Body)
      continue;
    if (WarnOnParameters)
      warnOnParameters(F, U);
    std::unique_ptr<Paths> P;
    for (const CallSite &S : F.Calls) {
      const CoroutineModel *Type = U.models().coroutine(S.C.E->getType());
      const Function *G = U.function(S.C.Callee);
      if (!Type || !Type->Lazy || !S.C.E->isPRValue() ||
          isa<CXXConstructExpr>(S.C.E) || (S.Model && S.Model->Passes) ||
          (G && !G->IsCoroutine))
        continue;
      for (const Argument &Each : argumentsOf(S, U)) {
        Fate Of = afterItsEnd(S, Each.To, F, U, P);
        if (Of.K == Fate::Done)
          continue;
        const bool Local = Each.To.K == Referent::Local;
        std::string What =
            Local ? "'" + Each.To.V->getNameAsString() + "'" : Each.Name;
        Report R(*this, U, S.C.nameLoc(),
                 What + " dies before the coroutine of " + nameOf(S) +
                     " that refers to it");
        R.in(&F).library(Type->Of);
        R.note(Each.E->getBeginLoc(),
               Local ? What + " dies where " + F.name() + " ends"
                     : "it dies at the end of this statement");
        if (Of.K == Fate::Started)
          R.note(Of.At->getBeginLoc(), "the coroutine is started here, and "
                                       "nothing in this function waits for it");
        else
          R.note(Of.At->getBeginLoc(), Of.K == Fate::Returned
                                           ? "the coroutine is returned here"
                                           : "the coroutine is kept here");
        R.note(S.C.nameLoc(),
               "take it by value, or await the coroutine in the statement that "
               "makes it",
               Each.Parameter ? byValue(*Each.Parameter, U) : Edits());
        break;
      }
    }
  }
}

void DanglingCoroutineArgumentCheck::warnOnParameters(const Function &F,
                                                      const Unit &U) {
  if (!F.Coroutine || !F.Coroutine->Lazy)
    return;
  if (F.IsLambda) {
    const CXXRecordDecl *Closure = cast<CXXMethodDecl>(F.Decl)->getParent();
    if (!Closure->captures().empty())
      Report(*this, U, F.location(),
             "captures of this coroutine lambda dangle when the lambda dies "
             "before it")
          .in(&F)
          .library(F.Coroutine->Of);
  }
  for (const ParmVarDecl *P : F.Decl->parameters())
    if (refers(P->getType(), U) && U.mentions(F).Of.count(P))
      Report(*this, U, P->getLocation(),
             "parameter '" + P->getNameAsString() +
                 "' dangles when what it refers to dies before the coroutine")
          .in(&F)
          .library(F.Coroutine->Of)
          .note(P->getLocation(), "take it by value", byValue(*P, U));
}

} // namespace asynctidy
