// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Lifetimes.h"
#include "support/Coroutines.h"

using namespace clang;

namespace asynctidy {

bool refers(QualType T, const Unit &U) {
  if (T->isReferenceType() || U.models().isView(T))
    return true;
  return T->isPointerType() && T->getPointeeType()->isObjectType();
}

static Referent ofVariable(const VarDecl &V, const Unit &U, unsigned Depth);

static Referent referent(const Expr *E, const Unit &U, unsigned Depth) {
  for (; E && Depth < 24; ++Depth) {
    E = E->IgnoreParens();
    if (const auto *W = dyn_cast<ExprWithCleanups>(E)) {
      E = W->getSubExpr();
      continue;
    }
    if (const auto *W = dyn_cast<CXXBindTemporaryExpr>(E)) {
      E = W->getSubExpr();
      continue;
    }
    if (isa<StringLiteral, PredefinedExpr>(E))
      return {Referent::Lasting};
    if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(E)) {
      // A view is a value: what it refers to is the question.
      const Expr *Value = T->getSubExpr();
      if (refers(Value->getType(), U)) {
        E = Value;
        continue;
      }
      if (T->getStorageDuration() == SD_Static)
        return {Referent::Lasting};
      return {Referent::Temporary};
    }
    if (const auto *C = dyn_cast<CastExpr>(E)) {
      if (isa<CXXDynamicCastExpr, CXXReinterpretCastExpr>(C))
        return {};
      switch (C->getCastKind()) {
      case CK_NullToPointer:
      case CK_IntegralToPointer:
        return {Referent::Lasting};
      default:
        E = C->getSubExpr();
        continue;
      }
    }
    if (const auto *O = dyn_cast<UnaryOperator>(E)) {
      if (O->getOpcode() != UO_AddrOf && O->getOpcode() != UO_Deref)
        return {};
      E = O->getSubExpr();
      continue;
    }
    if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
      if (D->refersToEnclosingVariableOrCapture())
        return {}; // of the closure, or of the function around it
      const auto *V = dyn_cast<VarDecl>(D->getDecl());
      return V ? ofVariable(*V, U, Depth + 1) : Referent();
    }
    if (const auto *M = dyn_cast<MemberExpr>(E)) {
      const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
      if (!Field || M->isArrow() || refers(Field->getType(), U))
        return {};
      E = M->getBase();
      continue;
    }
    if (const auto *A = dyn_cast<ArraySubscriptExpr>(E)) {
      const auto *Decay = dyn_cast<ImplicitCastExpr>(A->getBase());
      if (!Decay || Decay->getCastKind() != CK_ArrayToPointerDecay)
        return {};
      E = Decay->getSubExpr();
      continue;
    }
    std::optional<Call> C = asCall(E);
    if (!C)
      return {};
    if (isa<CXXConversionDecl>(C->Callee) && C->Object &&
        refers(E->getType(), U)) {
      E = C->Object; // an owner that gives a view of itself
      continue;
    }
    if (isa<CXXConstructorDecl>(C->Callee) && refers(E->getType(), U)) {
      if (C->Args.empty())
        return {Referent::Lasting};
      E = C->Args.front(); // a view of it
      continue;
    }
    // std::move(x), std::ref(x): the same thing by another expression.
    const CallModel *Model = U.models().call(*C);
    if (!Model || Model->Passes.K != Place::Arg ||
        !refers(C->Callee->getReturnType(), U))
      return {};
    E = C->at(Model->Passes);
  }
  return {};
}

static Referent ofVariable(const VarDecl &V, const Unit &U, unsigned Depth) {
  if (!V.hasLocalStorage())
    return {Referent::Lasting};
  if (!refers(V.getType(), U))
    return {Referent::Local, &V};
  if (isa<ParmVarDecl>(V) || !V.getInit())
    return {};
  if (V.getType()->isReferenceType()) {
    // A temporary that a local reference keeps lives as long as that.
    const Expr *Init = V.getInit();
    if (const auto *W = dyn_cast<ExprWithCleanups>(Init))
      Init = W->getSubExpr();
    if (const auto *T =
            dyn_cast<MaterializeTemporaryExpr>(Init->IgnoreImpCasts());
        T && T->getExtendingDecl() == &V)
      return {Referent::Local, &V};
    return referent(V.getInit(), U, Depth);
  }
  const auto *Owner = dyn_cast<FunctionDecl>(V.getDeclContext());
  if (!Owner || !Owner->getBody() || !neverReassigned(V, Owner->getBody()))
    return {};
  Referent Of = referent(V.getInit(), U, Depth);
  return Of.K == Referent::Temporary ? Referent() : Of;
}

Referent referentOf(const Expr *E, const Unit &U) { return referent(E, U, 0); }

/// May \p C run \p Loop, and so the work that was given to it?
static bool mayRun(const Call &C, const Object &Loop, const Unit &U) {
  auto Runs = [](const CallModel *M) {
    return M && (M->Runs || M->Drains || M->Joins || !M->Blocks.empty());
  };
  if (Runs(U.models().call(C)))
    return true;
  if (const Function *G = U.function(C.Callee))
    return callsAny(*G, U, [&](const CallSite &S) { return Runs(S.Model); });
  // What can't be seen may run the loop that it is given.
  if (!Loop || U.models().library(*C.Callee) || inStandardLibrary(*C.Callee))
    return false;
  return (C.Object && objectOf(C.Object, U) == Loop) ||
         llvm::any_of(
             C.Args, [&](const Expr *Arg) { return objectOf(Arg, U) == Loop; });
}

bool leavesUnwaited(const Paths &P, const Stmt *Started, const Object &Loop,
                    const Unit &U) {
  enum { Before, Pending, Waited };
  auto Ways = P.run(Before, [&](const Stmt *S, unsigned State) -> unsigned {
    if (S == Started)
      return Pending;
    if (State != Pending)
      return State;
    // An error on the way to the run: what it interrupts goes down together.
    if (isSuspension(S) || isa<CXXCatchStmt>(S))
      return Waited;
    std::optional<Call> C = asCall(S);
    return C && mayRun(*C, Loop, U) ? Waited : Pending;
  });
  return llvm::any_of(Ways, [](const Paths::Leave &Way) {
    return (Way.States & (1u << Pending)) &&
           (Way.How == Paths::Leave::Return || Way.How == Paths::Leave::End);
  });
}

} // namespace asynctidy
