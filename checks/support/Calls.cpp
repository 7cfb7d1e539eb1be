// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Calls.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace asynctidy {

static SourceLocation writtenName(const Expr *E) {
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E))
    if (const auto *Member =
            dyn_cast<MemberExpr>(M->getCallee()->IgnoreParens()))
      return Member->getMemberLoc();
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E))
    return O->getArg(0)->getExprLoc();
  if (const auto *C = dyn_cast<CallExpr>(E))
    if (const auto *D =
            dyn_cast<DeclRefExpr>(C->getCallee()->IgnoreParenImpCasts()))
      return D->getLocation();
  return E->getExprLoc();
}

SourceLocation Call::nameLoc() const {
  SourceLocation L = writtenName(E);
  return L.isValid() ? L
                     : E->getBeginLoc(); // an implicit conversion has no name
}

std::string Call::name() const {
  if (FunctionObject)
    return plainName(*FunctionObject);
  if (const auto *K = dyn_cast_or_null<CXXConstructorDecl>(Callee))
    return plainName(*K->getParent());
  return plainName(*Callee);
}

const Expr *Call::at(Place P) const {
  switch (P.K) {
  case Place::This:
    return Object;
  case Place::Arg:
    return P.Index < Args.size() ? Args[P.Index] : nullptr;
  case Place::Last:
    return Args.empty() ? nullptr : Args.back();
  default:
    return nullptr;
  }
}

bool Call::isArg(Place P, unsigned Index) const {
  return (P.K == Place::Arg && P.Index == Index) ||
         (P.K == Place::Last && Index + 1 == Args.size());
}

std::optional<Call> asCall(const Stmt *S) {
  Call C;
  auto WithoutDefaults = [&C] {
    while (!C.Args.empty() && isa<CXXDefaultArgExpr>(C.Args.back()))
      C.Args.pop_back();
    return C;
  };
  if (const auto *K = dyn_cast_or_null<CXXConstructExpr>(S)) {
    C.E = K;
    C.Callee = K->getConstructor();
    C.Args.append(K->arg_begin(), K->arg_end());
    return WithoutDefaults();
  }
  const auto *E = dyn_cast_or_null<CallExpr>(S);
  if (!E || E->isTypeDependent())
    return std::nullopt;
  C.E = E;
  C.Callee = E->getDirectCallee();
  if (!C.Callee)
    return std::nullopt;
  C.Args.append(E->arg_begin(), E->arg_end());
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E)) {
    C.Object = M->getImplicitObjectArgument();
  } else if (isa<CXXOperatorCallExpr>(E) && isa<CXXMethodDecl>(C.Callee) &&
             !C.Args.empty()) {
    C.Object = C.Args.front();
    C.Args.erase(C.Args.begin());
    if (C.Callee->getOverloadedOperator() == OO_Call)
      if (const auto *D =
              dyn_cast<DeclRefExpr>(C.Object->IgnoreParenImpCasts()))
        if (const auto *V = dyn_cast<VarDecl>(D->getDecl());
            V && !V->isLocalVarDeclOrParm())
          C.FunctionObject = V;
  }
  return WithoutDefaults();
}

const Expr *stripped(const Expr *E) {
  while (E) {
    const Expr *Next = E->IgnoreParenImpCasts();
    if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(Next))
      Next = T->getSubExpr();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(Next))
      Next = B->getSubExpr();
    else if (const auto *F = dyn_cast<ExprWithCleanups>(Next))
      Next = F->getSubExpr();
    else if (const auto *F = dyn_cast<CXXFunctionalCastExpr>(Next))
      Next = F->getSubExpr();
    else if (const auto *F = dyn_cast<CXXStaticCastExpr>(Next))
      Next = F->getSubExpr();
    else if (const auto *L = dyn_cast<InitListExpr>(Next);
             L && L->isTransparent())
      Next = L->getInit(0);
    else if (const auto *K = dyn_cast<CXXConstructExpr>(Next);
             K && K->getNumArgs() >= 1 &&
             K->getConstructor()->isCopyOrMoveConstructor())
      Next = K->getArg(0);
    if (Next == E)
      return E;
    E = Next;
  }
  return E;
}

bool isVirtualCall(const Call &C, const ASTContext &Context) {
  const auto *Method = dyn_cast<CXXMethodDecl>(C.Callee);
  const auto *E = dyn_cast<CXXMemberCallExpr>(C.E);
  if (!Method || !Method->isVirtual() || !E)
    return false;
  const auto *Named = dyn_cast<MemberExpr>(E->getCallee()->IgnoreParens());
  return !Named || Named->performsVirtualDispatch(Context.getLangOpts());
}

} // namespace asynctidy
