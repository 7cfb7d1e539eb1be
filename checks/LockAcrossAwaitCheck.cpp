// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "LockAcrossAwaitCheck.h"
#include "support/Coroutines.h"
#include "support/Edits.h"
#include "support/Lifecycle.h"
#include "support/Objects.h"

using namespace clang;

namespace asynctidy {

namespace {

/// One lock that a coroutine takes: a guard it declares, or a mutex it locks.
struct Taken {
  Object What;
  SourceLocation Where;
  const Stmt *Scope = nullptr; ///< where a guard lives; null: the whole body
};

/// Does \p Init, the initialiser of a guard, take the lock? A guard that a
/// function returns holds one; a guard told to wait holds none yet.
bool takesLock(const Expr *Init, const Unit &U) {
  std::optional<Call> C = asCall(stripped(Init));
  if (!C)
    return false;
  if (!isa<CXXConstructorDecl>(C->Callee))
    return true;
  const CallModel *Model = U.models().call(*C);
  return Model ? bool(Model->Locks) : !C->Args.empty();
}

/// Does an object of \p T hold a lock as long as it lives, in a member?
bool holdsLock(QualType T, const Unit &U, unsigned Depth = 0) {
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition() || Depth > 3 || U.isOpaque(*R))
    return false;
  R = R->getDefinition();
  auto Takes = [&](const FieldDecl *Field) {
    if (const Expr *Init = Field->getInClassInitializer())
      return takesLock(Init, U);
    for (const CXXConstructorDecl *K : R->ctors())
      for (const CXXCtorInitializer *I : K->inits())
        if (I->getMember() == Field && I->isWritten())
          return takesLock(I->getInit(), U);
    return false;
  };
  return llvm::any_of(R->fields(), [&](const FieldDecl *Field) {
    return U.models().isLockGuard(Field->getType())
               ? Takes(Field)
               : holdsLock(Field->getType(), U, Depth + 1);
  });
}

/// The locks of one coroutine, and what holds and frees them.
class Locks {
public:
  Locks(const Function &F, const Unit &U) : F(F), U(U) {}

  template <class Tell> void each(Tell Told) {
    std::vector<Taken> All;
    findGuards(F.Body, All);
    for (const CallSite &S : F.Calls) {
      const Expr *E = S.Model && S.Model->Locks && !makes(S.C)
                          ? S.C.at(S.Model->Locks)
                          : nullptr;
      if (Object What = E ? objectOf(E, U) : Object())
        if (llvm::none_of(All, [&](const Taken &T) { return T.What == What; }))
          All.push_back({What, S.C.nameLoc()});
    }
    if (All.empty())
      return;
    P = std::make_unique<Paths>(F, U);
    if (!P->valid())
      return;
    for (const Taken &T : All)
      if (auto Held = heldAt(T); !Held.empty())
        Told(T, Held);
  }

private:
  static bool makes(const Call &C) { return isa<CXXConstructExpr>(C.E); }

  void findGuards(const Stmt *S, std::vector<Taken> &Found) {
    if (!S || isa<LambdaExpr>(S))
      return;
    if (const auto *D = dyn_cast<DeclStmt>(S))
      for (const Decl *Each : D->decls()) {
        const auto *V = dyn_cast<VarDecl>(Each);
        if (!V || !V->hasLocalStorage() || !V->getInit())
          continue;
        QualType T = V->getType().getNonReferenceType();
        if (V->getType()->isReferenceType() && objectOf(V->getInit(), U))
          continue; // only another name
        if (U.models().isLockGuard(T) || holdsLock(T, U))
          Found.push_back({{V}, V->getLocation(), U.parents(F).getParent(D)});
      }
    for (const Stmt *Child : S->children())
      findGuards(Child, Found);
  }

  /// Does the declaration of the guard \p V take its lock?
  bool takesAtOnce(const VarDecl &V) const {
    return U.models().isLockGuard(V.getType().getNonReferenceType())
               ? takesLock(V.getInit(), U)
               : true;
  }

  bool isWithin(const Stmt *S, const Stmt *Scope) {
    if (!U.parents(F).hasParent(S))
      return true; // made up by the graph
    for (; S; S = U.parents(F).getParent(S))
      if (S == Scope)
        return true;
    return false;
  }

  /// Somebody else frees the lock, or has it: moved, returned, given to a
  /// function that is not the standard library's, adopted by a guard.
  bool letsGo(const Use &Each) const {
    if (Each.Moved || Each.K == Use::Returned)
      return true;
    if (Each.K != Use::Passed)
      return false;
    return isa<CXXConstructExpr>(Each.C->E) ||
           !inStandardLibrary(*Each.C->Callee);
  }

  llvm::SmallVector<const Expr *, 4> heldAt(const Taken &T) {
    llvm::DenseMap<const Stmt *, bool> Changes; // true: held from here on
    const auto *V = dyn_cast<VarDecl>(T.What.Decl);
    if (V && !T.What.Of)
      for (const Use &Each : usesOf(*V, F, U, U.parents(F)))
        if (letsGo(Each))
          Changes[Each.At] = false;
    for (const CallSite &S : F.Calls) {
      auto Names = [&](Place At) {
        const Expr *E = S.Model && At ? S.C.at(At) : nullptr;
        return E && objectOf(E, U) == T.What;
      };
      if (!S.Model)
        continue;
      if (!makes(S.C) && Names(S.Model->Locks))
        Changes[S.C.E] = true;
      else if (Names(S.Model->Unlocks))
        Changes[S.C.E] = false;
      else if (makes(S.C) && S.Model->Locks && !S.C.Args.empty() &&
               objectOf(S.C.Args.front(), U) == T.What)
        Changes[S.C.E] = false; // a guard adopts it
    }
    enum { Free, Held };
    llvm::SmallVector<const Expr *, 4> Found;
    P->run(Free, [&](const Stmt *S, unsigned State) -> unsigned {
      if (const auto *D = dyn_cast<DeclStmt>(S); D && T.Scope)
        if (llvm::is_contained(D->decls(), V))
          return takesAtOnce(*V) ? Held : Free;
      if (auto Change = Changes.find(S); Change != Changes.end())
        return Change->second ? Held : Free;
      if (State == Free)
        return Free;
      if (T.Scope && !isWithin(S, T.Scope))
        return Free; // its destructor ran
      if (isSuspension(S) &&
          !(awaited(S) && U.models().neverSuspends(awaited(S)->getType())))
        if (const auto *E = cast<Expr>(S); !llvm::is_contained(Found, E))
          Found.push_back(E);
      return Held;
    });
    const SourceManager &SM = U.context().getSourceManager();
    llvm::sort(Found, [&](const Expr *A, const Expr *B) {
      return SM.isBeforeInTranslationUnit(A->getBeginLoc(), B->getBeginLoc());
    });
    return Found;
  }

  const Function &F;
  const Unit &U;
  std::unique_ptr<Paths> P;
};

/// The guard and what follows in a block of their own, which ends before the
/// first suspension.
Edits narrowed(const Taken &T, const Expr *First, const Function &F,
               const Unit &U) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(T.Scope);
  if (!Block || !mayEditAlike(F))
    return {};
  const Stmt *From = nullptr, *Until = nullptr;
  for (const Stmt *Child : Block->body())
    if (const auto *D = dyn_cast<DeclStmt>(Child);
        D && D->isSingleDecl() && D->getSingleDecl() == T.What.Decl)
      From = D;
  for (const Stmt *S = First; S && S != Block; S = U.parents(F).getParent(S))
    Until = S;
  return From && Until ? enclosed(*Block, From, Until, U) : Edits();
}

SourceLocation keyword(const Expr *Suspension) {
  return cast<CoroutineSuspendExpr>(Suspension)->getKeywordLoc();
}

} // namespace

void LockAcrossAwaitCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions()) {
    if (!F.IsCoroutine)
      continue;
    Locks(F, U).each([&](const Taken &T, llvm::ArrayRef<const Expr *> Held) {
      Report R(*this, U, T.Where,
               "thread lock '" + T.What.Decl->getNameAsString() +
                   "' is held across a suspension; the loop can deadlock");
      R.in(&F);
      if (F.Coroutine)
        R.library(F.Coroutine->Of);
      constexpr size_t Most = 8;
      for (const Expr *Each : Held.take_front(Most))
        R.note(keyword(Each),
               "it is held while the coroutine is suspended here");
      if (Held.size() > Most)
        R.note(keyword(Held[Most]),
               "and " + std::to_string(Held.size() - Most) + " more");
      R.note(T.Where, "unlock it before, or hold a lock that is awaited",
             narrowed(T, Held.front(), F, U));
    });
  }
}

} // namespace asynctidy
