// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "LoopDiesFirstCheck.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/Objects.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace asynctidy {

namespace {

/// How a thing that is declared before a loop hangs on it.
struct Dependent {
  const ValueDecl *D = nullptr;
  bool Thread = false;
  SourceLocation BoundAt; ///< where it gets the loop
};

enum class Holding { Nothing, Bound, BoundInside, Thread };

/// What a variable of type \p T holds: a thing that is bound to a loop, a smart
/// pointer, an optional or a container of one, or a thread that it joins.
Holding holding(QualType T, const Unit &U) {
  if (T->isReferenceType() || T->isPointerType())
    return Holding::Nothing;
  if (U.models().isBound(T))
    return Holding::Bound;
  if (U.models().isJoiningThread(T))
    return Holding::Thread;
  const auto *R = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!R || !R->isInStdNamespace() || R->getTemplateArgs().size() == 0 ||
      R->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return Holding::Nothing;
  QualType Inner = R->getTemplateArgs()[0].getAsType();
  if (U.models().isBound(Inner))
    return Holding::BoundInside;
  return U.models().isJoiningThread(Inner) ? Holding::Thread : Holding::Nothing;
}

/// Does \p E name \p Loop, or the code of a thread in it?
bool givesLoop(const Expr *E, const Object &Loop, bool Thread, const Unit &U) {
  if (objectOf(E, U) == Loop)
    return true;
  if (!Thread)
    return false;
  for (const Function *F : U.targets(E))
    if (callsAny(*F, U, [&](const CallSite &S) {
          if (S.C.Object && objectOf(S.C.Object, U).Decl == Loop.Decl)
            return true;
          return llvm::any_of(S.C.Args, [&](const Expr *Arg) {
            return objectOf(Arg, U).Decl == Loop.Decl;
          });
        }))
      return true;
  return false;
}

/// The call below \p S that is given \p Loop, or its arguments: what it makes
/// is bound to the loop.
const Expr *boundBelow(const Stmt *S, const Object &Loop, bool Thread,
                       const Unit &U) {
  if (!S || isa<LambdaExpr>(S))
    return nullptr;
  if (const auto *D = dyn_cast<CXXDefaultInitExpr>(S))
    return boundBelow(D->getExpr(), Loop, Thread, U);
  if (std::optional<Call> C = asCall(S))
    if (llvm::any_of(C->Args, [&](const Expr *Arg) {
          return givesLoop(Arg, Loop, Thread, U);
        }))
      return C->E;
  for (const Stmt *Child : S->children())
    if (const Expr *Found = boundBelow(Child, Loop, Thread, U))
      return Found;
  return nullptr;
}

/// Where \p F gives \p Loop to \p D after both were made: an assignment, an
/// emplace. Null: it does not.
const Expr *boundIn(const Function &F, const Object &D, const Object &Loop,
                    bool Thread, const Unit &U) {
  for (const CallSite &S : F.Calls)
    if (S.C.Object && objectOf(S.C.Object, U) == D)
      for (const Expr *Arg : S.C.Args)
        if (givesLoop(Arg, Loop, Thread, U) || boundBelow(Arg, Loop, Thread, U))
          return S.C.E;
  return nullptr;
}

bool mentionsMembers(const Stmt *S) {
  return S &&
         (isa<CXXThisExpr>(S) || llvm::any_of(S->children(), mentionsMembers));
}

/// Does an initialiser of \p Field depend on other members?
bool dependsOnOrder(const FieldDecl &Field, const Unit &U) {
  if (mentionsMembers(Field.getInClassInitializer()))
    return true;
  for (const Function &F : U.functions())
    if (const auto *K = dyn_cast_or_null<CXXConstructorDecl>(F.Decl))
      for (const CXXCtorInitializer *I : K->inits())
        if (I->getMember() == &Field && I->isWritten() &&
            mentionsMembers(I->getInit()))
          return true;
  return false;
}

/// Is every constructor of \p R here, so that nothing is overlooked?
bool allConstructorsVisible(const CXXRecordDecl &R, const Unit &U) {
  return llvm::all_of(R.ctors(), [&](const CXXConstructorDecl *K) {
    return K->isImplicit() || K->isDefaulted() || K->isDeleted() ||
           U.function(K);
  });
}

} // namespace

/// Members are destroyed in the order opposite to their declarations.
void LoopDiesFirstCheck::members(const CXXRecordDecl &R, const Unit &U) {
  if (R.isTemplated() || R.isLambda() || R.isUnion())
    return;
  const CXXDestructorDecl *End = R.getDestructor();
  const bool Written = End && !End->isImplicit() && !End->isDefaulted();
  const Function *EndsBy = Written ? U.function(End) : nullptr;
  std::vector<const FieldDecl *> Before;
  for (const FieldDecl *Loop : R.fields()) {
    const LoopModel *Model = Loop->getType()->isPointerType()
                                 ? nullptr
                                 : ownedLoop(Loop->getType(), U);
    if (!Model) {
      Before.push_back(Loop);
      continue;
    }
    std::vector<Dependent> Found;
    for (const FieldDecl *Each : Before) {
      Holding Held = holding(Each->getType(), U);
      if (Held == Holding::Nothing)
        continue;
      const bool Thread = Held == Holding::Thread;
      const Expr *At =
          boundBelow(Each->getInClassInitializer(), {Loop}, Thread, U);
      for (const CXXConstructorDecl *K : R.ctors())
        for (const CXXCtorInitializer *I : K->inits())
          if (!At && I->getMember() == Each && I->isWritten())
            At = boundBelow(I->getInit(), {Loop}, Thread, U);
      for (const Function &F : U.functions())
        if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(F.Decl);
            !At && M &&
            M->getParent()->getCanonicalDecl() == R.getCanonicalDecl())
          At = boundIn(F, {Each}, {Loop}, Thread, U);
      if (!At)
        continue;
      // The destructor may have emptied it, or joined the thread.
      if (Held != Holding::Bound && Written &&
          (!EndsBy || !usesOf(*Each, *EndsBy, U, U.parents(*EndsBy)).empty()))
        continue;
      Found.push_back({Each, Thread, At->getBeginLoc()});
    }
    if (Found.empty())
      continue;
    const Dependent &First = Found.front();
    const auto *Target = cast<FieldDecl>(First.D);
    Report Told(*this, U, Loop->getLocation(),
                "event loop '" + Loop->getNameAsString() + "' dies before '" +
                    First.D->getNameAsString() +
                    (First.Thread ? "', whose thread uses it"
                                  : "', which is bound to it"));
    Told.library(Model->Of);
    for (const Dependent &Each : Found)
      Told.note(Each.D->getLocation(),
                "'" + Each.D->getNameAsString() +
                    "' is declared first, so it is destroyed last");
    Told.note(First.BoundAt, "it gets the loop here");
    Told.note(Loop->getLocation(), "declare the loop before it");
    if (Loop->getAccess() == Target->getAccess() &&
        allConstructorsVisible(R, U) && !dependsOnOrder(*Loop, U))
      Told.fix(movedBefore(*Loop, *Target, U));
  }
}

/// Local variables die in the order opposite to their declarations too.
void LoopDiesFirstCheck::locals(const Function &F, const Unit &U) {
  struct Local {
    const VarDecl *V;
    const Stmt *Block;
  };
  std::vector<Local> Before;
  llvm::SmallVector<const Stmt *, 16> Work{F.Body};
  std::vector<const DeclStmt *> Declared;
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (!S || isa<LambdaExpr>(S))
      continue;
    if (const auto *D = dyn_cast<DeclStmt>(S))
      Declared.push_back(D);
    Work.append(S->child_begin(), S->child_end());
  }
  const SourceManager &SM = U.context().getSourceManager();
  llvm::sort(Declared, [&](const DeclStmt *A, const DeclStmt *B) {
    return SM.isBeforeInTranslationUnit(A->getBeginLoc(), B->getBeginLoc());
  });
  for (const DeclStmt *D : Declared)
    for (const Decl *Each : D->decls()) {
      const auto *V = dyn_cast<VarDecl>(Each);
      if (!V || !V->hasLocalStorage() || V->getType()->isReferenceType())
        continue;
      const LoopModel *Model =
          V->getType()->isPointerType() ? nullptr : ownedLoop(V->getType(), U);
      if (!Model) {
        if (holding(V->getType(), U) != Holding::Nothing)
          Before.push_back({V, U.parents(F).getParent(D)});
        continue;
      }
      for (const Local &Older : Before) {
        // Both live to the end of one block, or the older one of a larger one.
        bool Around = false;
        for (const Stmt *S = D; S && !Around; S = U.parents(F).getParent(S))
          Around = S == Older.Block;
        const bool Thread = holding(Older.V->getType(), U) == Holding::Thread;
        const Expr *At =
            Around ? boundIn(F, {Older.V}, {V}, Thread, U) : nullptr;
        if (!At)
          continue;
        // Emptied, joined or given away afterwards.
        bool Ended = llvm::any_of(
            usesOf(*Older.V, F, U, U.parents(F)), [&](const Use &Later) {
              if (!SM.isBeforeInTranslationUnit(At->getBeginLoc(),
                                                Later.Mention->getBeginLoc()))
                return false;
              if (Later.K == Use::Called)
                return Later.C->Args.empty() && Later.C->E != At &&
                       Later.C->E->getType()->isVoidType();
              return Later.K == Use::Reassigned || Later.Moved;
            });
        if (Ended)
          continue;
        Report(*this, U, V->getLocation(),
               "event loop '" + V->getNameAsString() + "' dies before '" +
                   Older.V->getNameAsString() +
                   (Thread ? "', whose thread uses it"
                           : "', which is bound to it"))
            .in(&F)
            .library(Model->Of)
            .note(Older.V->getLocation(),
                  "'" + Older.V->getNameAsString() +
                      "' is declared first, so it is destroyed last")
            .note(At->getBeginLoc(), "it gets the loop here")
            .note(V->getLocation(), "declare the loop before it");
        break;
      }
    }
}

void LoopDiesFirstCheck::checkUnit(const Unit &U) {
  llvm::SmallPtrSet<const CXXRecordDecl *, 8> Seen;
  for (const Function &F : U.functions()) {
    if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(F.Decl))
      if (Seen.insert(M->getParent()->getCanonicalDecl()).second &&
          M->getParent()->getDefinition())
        members(*M->getParent()->getDefinition(), U);
    // A class that only has initialisers.
    if (const auto *Field = dyn_cast_or_null<FieldDecl>(F.Variable))
      if (const auto *R = dyn_cast<CXXRecordDecl>(Field->getParent());
          R && Seen.insert(R->getCanonicalDecl()).second)
        members(*R, U);
    if (F.Decl && F.Body)
      locals(F, U);
  }
}

} // namespace asynctidy
