// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "BusyWaitCheck.h"
#include "support/Coroutines.h"
#include "support/Guards.h"
#include "support/Missing.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy {

namespace {

/// Tells whether an expression reads this program's memory and nothing else: no
/// clock, no file, no device, nothing whose body can't be seen.
class MemoryReader {
public:
  explicit MemoryReader(const Unit &U) : U(U) {}

  bool reads(const Stmt *S, unsigned Depth = 0) {
    if (!S)
      return true;
    if (Depth > 8)
      return false;
    if (const auto *D = dyn_cast<DeclRefExpr>(S)) {
      const auto *V = dyn_cast<VarDecl>(D->getDecl());
      return !V || seen(*V, Depth);
    }
    if (const auto *M = dyn_cast<MemberExpr>(S)) {
      const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
      return (!Field || seen(*Field, Depth)) && reads(M->getBase(), Depth);
    }
    if (const auto *O = dyn_cast<UnaryOperator>(S);
        O && O->isIncrementDecrementOp())
      return false;
    if (const auto *O = dyn_cast<BinaryOperator>(S); O && O->isAssignmentOp())
      return false;
    if (isa<CoroutineSuspendExpr, CXXNewExpr, CXXDeleteExpr, CXXThrowExpr,
            LambdaExpr, GotoStmt, CXXTryStmt>(S))
      return false;
    if (std::optional<Call> C = asCall(S)) {
      if (!calls(*C, Depth))
        return false;
    } else if (isa<CallExpr>(S)) {
      return false; // through a pointer: anything
    }
    for (const Stmt *Child : S->children())
      if (!reads(Child, Depth))
        return false;
    return true;
  }

  /// The first thing that may change: of the condition's own, else of what it
  /// calls.
  const ValueDecl *first() const { return First ? First : Deeper; }

private:
  bool seen(const ValueDecl &D, unsigned Depth) {
    QualType T = D.getType();
    if (T.getNonReferenceType().isVolatileQualified())
      return false; // a device may be behind it
    const auto *V = dyn_cast<VarDecl>(&D);
    if (T.isConstQualified() || (Depth > 0 && V && V->hasLocalStorage()))
      return true;
    const ValueDecl *&Kept = Depth == 0 ? First : Deeper;
    if (!Kept)
      Kept = &D;
    return true;
  }

  bool calls(const Call &C, unsigned Depth) {
    const FunctionDecl *F = C.Callee;
    if (F->getBuiltinID() || F->isImplicit() || F->isDefaulted())
      return true;
    // What a task, or a thing of a loop, says of itself.
    const auto *Method = dyn_cast<CXXMethodDecl>(F);
    if (Method && Method->isConst() && C.Object) {
      QualType T = C.Object->IgnoreParenImpCasts()->getType();
      if (T->isPointerType())
        T = T->getPointeeType();
      if (U.models().isTask(T) || U.models().isBound(T))
        return true;
    }
    const FunctionDecl *Def = nullptr;
    if (!F->hasBody(Def)) {
      missBody(*F);
      return false;
    }
    if (isCoroutine(*Def))
      return false;
    if (const auto *K = dyn_cast<CXXConstructorDecl>(Def))
      for (const CXXCtorInitializer *I : K->inits())
        if (!reads(I->getInit(), Depth + 1))
          return false;
    return reads(Def->getBody(), Depth + 1);
  }

  const Unit &U;
  const ValueDecl *First = nullptr, *Deeper = nullptr;
};

/// One loop that only lets time pass.
struct Polling {
  const CallSite *Pause = nullptr;
  llvm::SmallVector<const Expr *, 4> Conditions; ///< each can end it by itself
  bool OnlyPauses = true;
};

class LoopReader {
public:
  LoopReader(const Function &F) {
    for (const CallSite &S : F.Calls)
      if (S.Model && (S.Model->Pauses || S.Model->Sleeps))
        Pauses[S.C.E] = &S;
  }
  bool any() const { return !Pauses.empty(); }

  Polling read(const Stmt *Loop) const {
    Polling P;
    if (const auto *W = dyn_cast<WhileStmt>(Loop)) {
      split(W->getCond(), BO_LAnd, P);
      body(W->getBody(), P);
    } else if (const auto *D = dyn_cast<DoStmt>(Loop)) {
      split(D->getCond(), BO_LAnd, P);
      body(D->getBody(), P);
    } else if (const auto *For = dyn_cast<ForStmt>(Loop)) {
      if (For->getCond())
        split(For->getCond(), BO_LAnd, P);
      body(For->getBody(), P);
    }
    return P;
  }

private:
  static void split(const Expr *E, BinaryOperatorKind By, Polling &P) {
    E = E->IgnoreParenImpCasts();
    if (const auto *B = dyn_cast<BinaryOperator>(E);
        B && B->getOpcode() == By) {
      split(B->getLHS(), By, P);
      split(B->getRHS(), By, P);
      return;
    }
    P.Conditions.push_back(E);
  }

  void body(const Stmt *S, Polling &P) const {
    if (!S || isa<NullStmt>(S))
      return;
    if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
      for (const Stmt *Each : Block->body())
        body(Each, P);
      return;
    }
    // `if (ready) break;`
    if (const auto *If = dyn_cast<IfStmt>(S);
        If && !If->getElse() && !If->getInit() && !If->getConditionVariable()) {
      const Stmt *Then = If->getThen();
      if (const auto *Block = dyn_cast<CompoundStmt>(Then);
          Block && Block->size() == 1)
        Then = Block->body_front();
      if (isa<BreakStmt>(Then) ||
          (isa<ReturnStmt, CoreturnStmt>(Then) && !valueOf(Then)))
        return split(If->getCond(), BO_LOr, P);
    }
    const auto *E = dyn_cast<Expr>(S);
    if (E) {
      E = stripped(E);
      if (const Expr *Operand = awaited(E))
        E = stripped(Operand);
      if (auto Found = Pauses.find(E); Found != Pauses.end()) {
        P.Pause = Found->second;
        return;
      }
    }
    P.OnlyPauses = false;
  }
  static const Expr *valueOf(const Stmt *S) {
    if (const auto *R = dyn_cast<ReturnStmt>(S))
      return R->getRetValue();
    return cast<CoreturnStmt>(S)->getOperand();
  }

  llvm::DenseMap<const Stmt *, const CallSite *> Pauses;
};

/// The loops of \p S, those of lambdas not.
void findLoops(const Stmt *S, llvm::SmallVectorImpl<const Stmt *> &Found) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (isa<WhileStmt, DoStmt, ForStmt>(S))
    Found.push_back(S);
  for (const Stmt *Child : S->children())
    findLoops(Child, Found);
}

} // namespace

/// Does the loop itself, in its increment, change \p D?
static bool counts(const Stmt *Loop, const ValueDecl *D) {
  const auto *For = dyn_cast<ForStmt>(Loop);
  const auto *V = dyn_cast<VarDecl>(D);
  return For && V && For->getInc() && !neverReassigned(*V, For->getInc());
}

void BusyWaitCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions()) {
    LoopReader Reader(F);
    // What only another file's caller can prove.
    const bool Open = !F.Coroutine && !U.onLoop(F);
    if (!Reader.any() || (Open && (!F.Decl || F.Decl->isMain())))
      continue;
    llvm::SmallVector<const Stmt *, 4> Loops;
    findLoops(F.Body, Loops);
    for (const Stmt *Loop : Loops) {
      Polling P = Reader.read(Loop);
      if (!P.Pause || !P.OnlyPauses || P.Pause->State == Guard::NoLoop)
        continue;
      for (const Expr *Condition : P.Conditions) {
        MemoryReader Memory(U);
        if (!Memory.reads(Condition) || !Memory.first() ||
            counts(Loop, Memory.first()))
          continue;
        std::string Name = Memory.first()->getNameAsString();
        Report R(*this, U, P.Pause->C.nameLoc(),
                 "'" + Name + "' is polled by sleeping; it is seen late");
        R.in(&F).library(P.Pause->Model->Of).hazard();
        if (Open)
          R.when(F);
        R.note(Condition->getBeginLoc(),
               "'" + Name + "' is read here, after each sleep");
        R.note(P.Pause->C.nameLoc(),
               "an event, set by whoever writes it, wakes at once");
        break;
      }
    }
  }
}

} // namespace asynctidy
