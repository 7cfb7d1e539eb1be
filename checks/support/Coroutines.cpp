// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Coroutines.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace asynctidy {

const Stmt *writtenBody(const FunctionDecl &F) {
  const Stmt *Body = F.getBody();
  if (const auto *C = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    return C->getBody();
  return Body;
}

bool isCoroutine(const FunctionDecl &F) {
  return isa_and_nonnull<CoroutineBodyStmt>(F.getBody());
}

llvm::SmallVector<const CXXMethodDecl *, 2>
callOperators(const CXXRecordDecl &Closure) {
  llvm::SmallVector<const CXXMethodDecl *, 2> Found;
  const CXXMethodDecl *Operator = Closure.getLambdaCallOperator();
  if (!Operator)
    return Found;
  if (const FunctionTemplateDecl *T =
          Closure.getDependentLambdaCallOperator()) {
    for (const FunctionDecl *F : T->specializations())
      if (F->isDefined())
        Found.push_back(cast<CXXMethodDecl>(F));
  } else {
    Found.push_back(Operator);
  }
  return Found;
}

const Expr *awaited(const Stmt *S) {
  const auto *A = dyn_cast_or_null<CoawaitExpr>(S);
  return A && !A->isImplicit() ? A->getOperand() : nullptr;
}

bool isAwaitable(QualType T) {
  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return false;
  ASTContext &Context = R->getASTContext();
  R = R->getDefinition();
  return R->hasMemberName(&Context.Idents.get("await_ready")) ||
         R->hasMemberName(
             Context.DeclarationNames.getCXXOperatorName(OO_Coawait));
}

bool isSuspension(const Stmt *S) {
  return awaited(S) || isa_and_nonnull<CoyieldExpr>(S);
}

void findSuspensions(const Stmt *S,
                     llvm::SmallVectorImpl<const Expr *> &Found) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *C = dyn_cast<CoroutineSuspendExpr>(S)) {
    findSuspensions(C->getOperand(), Found);
    if (isSuspension(S))
      Found.push_back(C);
    return;
  }
  for (const Stmt *Child : S->children())
    findSuspensions(Child, Found);
}

} // namespace asynctidy
