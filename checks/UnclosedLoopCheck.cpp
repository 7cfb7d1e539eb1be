// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "UnclosedLoopCheck.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/LoopOwner.h"
#include "support/Objects.h"
#include "support/Summaries.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace asynctidy {

/// One loop that a function makes.
struct MadeLoop {
  const VarDecl *V;
  const Stmt *At; ///< where it is made
  const LoopModel *Loop;
  bool MayFail; ///< a C maker that returns a status: the failing path made none
};

namespace {

/// Does \p Init make the loop that it gives?
bool makes(const Expr *Init, const Unit &U) {
  Init = Init ? stripped(Init) : nullptr;
  if (const auto *New = dyn_cast_or_null<CXXNewExpr>(Init))
    return U.models().loop(New->getAllocatedType());
  std::optional<Call> C = asCall(Init);
  if (!C)
    return false;
  if (const auto *K = dyn_cast<CXXConstructorDecl>(C->Callee)) {
    if (U.models().loop(C->E->getType())) {
      // A C struct is made by a call; a class says so in its model, or has a
      // constructor.
      const CallModel *Model = U.models().call(*C);
      const Function *End = U.function(K->getParent()->getDestructor());
      if (End && callsAny(*End, U, [](const CallSite &S) {
            return S.Model && S.Model->Closes;
          }))
        return false; // a class of one's own that closes itself
      return (Model && Model->Makes.K == Place::This) || !K->isTrivial();
    }
    // A smart pointer made of a new loop; a deleter of one's own may close it.
    const auto *R = dyn_cast<ClassTemplateSpecializationDecl>(
        cast<CXXConstructorDecl>(C->Callee)->getParent());
    if (R && R->getTemplateArgs().size() > 1)
      if (const TemplateArgument &Deleter = R->getTemplateArgs()[1];
          Deleter.getKind() == TemplateArgument::Type) {
        const CXXRecordDecl *D = Deleter.getAsType()->getAsCXXRecordDecl();
        if (!D || !D->isInStdNamespace())
          return false;
      }
    return C->Args.size() == 1 && makes(C->Args.front(), U);
  }
  const CallModel *Model = U.models().call(*C);
  return Model && Model->Makes.K == Place::Returned &&
         ownedLoop(C->E->getType(), U);
}

std::string filledFor(const VarDecl &V, std::string Text) {
  std::string Name = V.getNameAsString();
  QualType T = V.getType();
  std::string Address = T->isPointerType() ? Name : "&" + Name;
  if (const auto *R = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
          T->getAsCXXRecordDecl());
      R && R->isInStdNamespace())
    Address = Name + ".get()";
  return filled(std::move(Text), Name, Address);
}

/// `make();` or `make()->run(…);`: nobody has it afterwards.
bool droppedAtOnce(const Use &Result, const Unit &U) {
  if (Result.K == Use::Discarded)
    return true;
  const CallModel *Model =
      Result.K == Use::Called ? U.models().call(*Result.C) : nullptr;
  return Model && !Model->Closes;
}

std::vector<MadeLoop> madeIn(const Function &F, const Unit &U, Paths &P) {
  std::vector<MadeLoop> Found;
  auto Add = [&](MadeLoop M) {
    if (M.Loop && M.Loop->ClosedByHand && M.V->hasLocalStorage() &&
        !isa<ParmVarDecl>(M.V) && M.V->getDeclContext() == F.Decl &&
        !M.V->hasAttr<CleanupAttr>() && // C's own guard
        llvm::none_of(Found, [&](const MadeLoop &O) { return O.V == M.V; }))
      Found.push_back(M);
  };
  std::vector<const Stmt *> Stack{F.Body};
  while (!Stack.empty()) {
    const Stmt *S = Stack.back();
    Stack.pop_back();
    if (!S || isa<LambdaExpr>(S))
      continue;
    if (const auto *D = dyn_cast<DeclStmt>(S))
      for (const Decl *Each : D->decls())
        if (const auto *V = dyn_cast<VarDecl>(Each);
            V && V->getInit() && makes(V->getInit(), U))
          Add({V, S, ownedLoop(V->getType(), U), false});
    for (const Stmt *Child : S->children())
      Stack.push_back(Child);
  }
  for (const CallSite &S : F.Calls) {
    if (!S.Model || S.Model->Makes.K != Place::Arg)
      continue;
    const Expr *E = S.C.at(S.Model->Makes);
    const auto *V =
        E ? dyn_cast_or_null<VarDecl>(objectOf(E, U).Decl) : nullptr;
    if (V)
      Add({V, S.C.E, ownedLoop(V->getType(), U),
           consumerOf(S.C.E, U, P.parents()).K != Use::Discarded});
  }
  return Found;
}

} // namespace

struct LoopUses {
  llvm::DenseMap<const Stmt *, Effect> At;
  llvm::SmallVector<Given, 4> Handed;
};

/// That the functions of other files neither close nor keep it.
static std::vector<Fact> leaveOpen(llvm::ArrayRef<Given> Handed,
                                   const Unit &U) {
  std::vector<Fact> Facts;
  for (const Given &G : Handed)
    for (Fact::Word W : {Fact::Closes, Fact::Keeps})
      Facts.push_back(factOf(G, W, Fact::No, U));
  return Facts;
}

/// A guard where the loop is declared, or a call of its close on the one way
/// out.
static Edits closedInstead(const MadeLoop &Loop,
                           llvm::ArrayRef<Paths::Leave> Ways, unsigned Open,
                           const Function &F, const Unit &U, Paths &P) {
  const auto *Declared = dyn_cast<DeclStmt>(Loop.At);
  if (!Loop.Loop->Guard.empty() && Declared && Declared->isSingleDecl() &&
      !isAlias(*Loop.V))
    return insertedAfter(Declared, filledFor(*Loop.V, Loop.Loop->Guard), U);
  unsigned Normal = 0, Other = 0;
  const Paths::Leave *Last = nullptr;
  for (const Paths::Leave &L : Ways) {
    if (!(L.States & (1u << Open)))
      continue;
    if (L.How == Paths::Leave::Return || L.How == Paths::Leave::End)
      ++Normal, Last = &L;
    else
      ++Other;
  }
  const auto *Owner = dyn_cast<CompoundStmt>(F.Body);
  if (Loop.Loop->CloseCall.empty() || Normal != 1 || Other || !Owner ||
      !llvm::is_contained(Owner->body(), Declared ? Declared : Loop.At))
    return {};
  std::string Close = filledFor(*Loop.V, Loop.Loop->CloseCall);
  if (!Last->At)
    return insertedAtEnd(F.Body, Close, U);
  if (const auto *Value = dyn_cast<ReturnStmt>(Last->At);
      !Value || !Value->getRetValue() ||
      isa<IntegerLiteral, DeclRefExpr>(
          Value->getRetValue()->IgnoreParenImpCasts()))
    return insertedBefore(Last->At, Close, U, P.parents());
  return {};
}

void UnclosedLoopCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions()) {
    if (!F.Decl || !F.Body)
      continue;
    bool Interesting = false;
    for (const CallSite &S : F.Calls)
      Interesting |=
          (S.Model && S.Model->Makes) ||
          (isa<CXXConstructExpr>(S.C.E) && U.models().loop(S.C.E->getType()));
    if (!Interesting)
      continue;
    Paths P(F, U);
    if (!P.valid())
      continue;

    // Case 1: new_event_loop();
    for (const CallSite &S : F.Calls)
      if (S.Model && S.Model->Makes.K == Place::Returned)
        if (const LoopModel *L = ownedLoop(S.C.E->getType(), U);
            L && L->ClosedByHand &&
            droppedAtOnce(consumerOf(S.C.E, U, P.parents()), U))
          Report(*this, U, S.C.nameLoc(),
                 "event loop returned by '" + S.C.name() +
                     "' is dropped; its descriptors leak")
              .in(&F)
              .library(L->Of);

    // Case 2: a local loop and the paths out of its function.
    for (const MadeLoop &Loop : madeIn(F, U, P)) {
      LoopUses Uses;
      for (const Use &Each : usesOf(*Loop.V, F, U, P.parents()))
        if (Each.At != Loop.At) {
          Effect E = effectOf(Each, F, U);
          Uses.Handed.append(E.Handed.begin(), E.Handed.end());
          Uses.At[Each.At].add(E);
        }
      // Whoever is given it in another file closes it, as far as this one
      // shows.
      if (!checkLocal(Loop, Uses, {}, F, U, P) && !Uses.Handed.empty())
        checkLocal(Loop, Uses, leaveOpen(Uses.Handed, U), F, U, P);
    }
  }
  checkMembers(U);
}

/// Where and why the loop is still open on a way out.
static Hop stillOpen(const Paths::Leave &Way, const MadeLoop &Loop,
                     const Function &F) {
  switch (Way.How) {
  case Paths::Leave::Return:
    return {Way.At->getBeginLoc(), "it is still open at this 'return'"};
  case Paths::Leave::End:
    return {F.Body->getEndLoc(), "it is still open where this function ends"};
  case Paths::Leave::Throw:
    return {Way.At->getBeginLoc(), "it is still open at this 'throw'"};
  case Paths::Leave::Exception:
    break;
  }
  if (std::optional<Call> C = asCall(Way.At))
    return {C->nameLoc(),
            "an exception from '" + C->name() + "' leaves it open"};
  return {Way.At ? Way.At->getBeginLoc() : Loop.V->getLocation(),
          "an exception here leaves it open"};
}

/// What the exception needs that leaves by \p Way: that one of the functions of
/// other files throws. Nothing when this file says enough.
static std::vector<Fact> throwers(const Paths::Leave &Way, const Unit &U) {
  std::vector<Fact> Facts;
  std::optional<Call> C = asCall(Way.At);
  Unit::Throwing T = C ? U.throwing(*C) : Unit::Throwing();
  if (!T.Here)
    for (const FunctionDecl *D : T.Elsewhere)
      Facts.push_back(
          {idOf(*D, U), std::nullopt, Fact::Throws, Fact::NotNo, ""});
  return Facts;
}

/// The remedy: an owner in the place of the loop, as a suggested fix.
void UnclosedLoopCheck::offerOwner(Report &R, const MadeLoop &Loop,
                                   const Function &F, const Unit &U) {
  Repair Owner = ownerInstead(*Loop.V, F, U);
  if (!Loop.Loop->Remedy.empty())
    R.note(Loop.V->getLocation(), Loop.Loop->Remedy, std::move(Owner.All));
}

bool UnclosedLoopCheck::checkLocal(const MadeLoop &Loop, const LoopUses &Uses,
                                   llvm::ArrayRef<Fact> LeftOpen,
                                   const Function &F, const Unit &U, Paths &P) {
  auto Ends = [&](const Effect &E) {
    return E.Closes || E.Escapes || (LeftOpen.empty() && E.escapes());
  };
  enum { Before, Fresh, Open, Done };
  auto Ways = P.run(Before, [&](const Stmt *S, unsigned State) -> unsigned {
    if (S == Loop.At)
      return Loop.MayFail ? Fresh : Open;
    if (State == Before || State == Done)
      return State;
    if (auto E = Uses.At.find(S); E != Uses.At.end())
      return Ends(E->second) ? Done : Open;
    return State;
  });
  std::string Name = Loop.V->getNameAsString();
  if (llvm::none_of(Uses.At,
                    [&](const auto &Each) { return Ends(Each.second); })) {
    Report R(*this, U, Loop.V->getLocation(),
             "event loop '" + Name + "' is never closed; its descriptors leak");
    R.in(&F).library(Loop.Loop->Of);
    if (!LeftOpen.empty())
      R.when(LeftOpen.vec());
    offerOwner(R, Loop, F, U);
    if (mayEditAlike(F))
      R.fix(closedInstead(Loop, Ways, Open, F, U, P));
    return true;
  }
  const auto *Type = F.Decl->getType()->getAs<FunctionProtoType>();
  const bool EndsProcess = Type && Type->canThrow() == CT_Cannot;
  auto IsException = [](const Paths::Leave &L) {
    return L.How == Paths::Leave::Exception;
  };
  llvm::erase_if(Ways, [&](const Paths::Leave &L) {
    // An exception ends the process here, not the scope.
    return !(L.States & (1u << Open)) ||
           (EndsProcess && (IsException(L) || L.How == Paths::Leave::Throw));
  });
  // Exceptions last; else in source order, as they are.
  std::vector<Paths::Leave> Exceptions;
  llvm::copy_if(Ways, std::back_inserter(Exceptions), IsException);
  llvm::erase_if(Ways, IsException);
  llvm::append_range(Ways, Exceptions);
  if (Ways.empty())
    return false;
  Report R(*this, U, Loop.V->getLocation(),
           "event loop '" + Name +
               "' is not closed on every path; its descriptors leak");
  R.in(&F).library(Loop.Loop->Of);
  // The first way that is open for sure, and before it those that are if
  // another file's function throws.
  bool Certain = false;
  for (const Paths::Leave &Way : Ways) {
    std::vector<Fact> Facts;
    if (IsException(Way))
      Facts = throwers(Way, U);
    const Hop Note = stillOpen(Way, Loop, F);
    if (Facts.empty()) {
      R.when(LeftOpen.vec(), {Note});
      Certain = true;
      break;
    }
    for (const Fact &Thrower : Facts) {
      std::vector<Fact> All = LeftOpen.vec();
      All.push_back(Thrower);
      R.when(std::move(All), {Note});
    }
  }
  offerOwner(R, Loop, F, U);
  return Certain;
}

void UnclosedLoopCheck::checkMembers(const Unit &U) {
  // Case 3: a member that nothing in its class closes. Every member function is
  // in sight, here or in another file, or the class is left alone.
  llvm::SmallVector<const CXXRecordDecl *, 8> Classes;
  for (const Function &F : U.functions())
    if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(F.Decl);
        M && !F.IsLambda && !llvm::is_contained(Classes, M->getParent()))
      Classes.push_back(M->getParent());
  for (const CXXRecordDecl *Class : Classes) {
    if (Class->isLambda())
      continue;
    // A function that this file does not show: another has to.
    std::vector<Fact> AllSeen;
    for (const CXXMethodDecl *M : Class->methods())
      if (!M->isImplicit() && !M->isDefaulted() && !M->isDeleted() &&
          !M->isPureVirtual() && !U.function(M))
        AllSeen.push_back(
            {idOf(*M, U), std::nullopt, Fact::Seen, Fact::Yes, ""});
    for (const FieldDecl *Field : Class->fields()) {
      const LoopModel *Loop = ownedLoop(Field->getType(), U);
      if (!Loop || !Loop->ClosedByHand)
        continue;
      bool IsMade = Field->getType()->getAsCXXRecordDecl() &&
                    U.models().loop(Field->getType()) &&
                    !Field->getType()->isPointerType();
      if (Field->getType()->getAsRecordDecl() && IsMade)
        if (const auto *R = Field->getType()->getAsCXXRecordDecl();
            R && R->hasDefinition() && R->hasTrivialDefaultConstructor())
          IsMade = false; // a C struct is made by a call
      bool Ends = false;
      llvm::SmallVector<Given, 4> Handed;
      for (const Function &F : U.functions()) {
        if (!F.Body)
          continue;
        if (const auto *K = dyn_cast_or_null<CXXConstructorDecl>(F.Decl))
          for (const CXXCtorInitializer *I : K->inits())
            if (I->getMember() == Field)
              IsMade |= makes(I->getInit(), U);
        if (Field->hasInClassInitializer())
          IsMade |= makes(Field->getInClassInitializer(), U);
        for (const CallSite &S : F.Calls) {
          if (S.Model && S.Model->Makes.K == Place::Arg)
            if (const Expr *E = S.C.at(S.Model->Makes))
              IsMade |= objectOf(E, U).Decl == Field;
          if (S.C.Callee->getOverloadedOperator() == OO_Equal && S.C.Object &&
              !S.C.Args.empty() && objectOf(S.C.Object, U).Decl == Field)
            IsMade |= makes(S.C.Args.front(), U);
        }
        ParentMap &Parents = U.parents(F);
        for (const Use &Each : usesOf(*Field, F, U, Parents)) {
          if (Each.K == Use::Reassigned)
            continue;
          Effect E = effectOf(Each, F, U);
          Handed.append(E.Handed.begin(), E.Handed.end());
          Ends |= E.Closes || E.Escapes;
        }
      }
      if (!IsMade || Ends)
        continue;
      std::vector<Fact> Facts = AllSeen;
      llvm::append_range(Facts, leaveOpen(Handed, U));
      for (Fact::Word W : {Fact::Closes, Fact::Keeps})
        Facts.push_back({idOf(*Field, U), std::nullopt, W, Fact::NotYes, ""});
      Report R(*this, U, Field->getLocation(),
               "event loop '" + Field->getNameAsString() +
                   "' is never closed by '" + plainName(*Class) +
                   "'; its descriptors leak");
      R.library(Loop->Of).when(std::move(Facts));
      Repair Owner = ownerInstead(*Field, U);
      if (!Loop->Remedy.empty())
        R.note(Field->getLocation(), Loop->Remedy, std::move(Owner.All));
    }
  }
}

} // namespace asynctidy
