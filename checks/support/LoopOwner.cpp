// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/LoopOwner.h"
#include "support/Objects.h"
#include "clang/AST/DeclTemplate.h"
#include <set>

using namespace clang;

namespace asynctidy {

bool isOwnLoopClass(QualType T, const Unit &U) {
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  return R && R->hasDefinition() &&
         llvm::any_of(R->bases(), [&](const CXXBaseSpecifier &B) {
           return U.models().loop(B.getType());
         });
}

std::string ofLoop(std::string Text, const Expr *E, const Unit &U) {
  const std::string Name = E ? objectText(E, U) : "";
  return Name.empty() ? ""
                      : filled(std::move(Text), Name,
                               textOf(E->IgnoreParenImpCasts(), U));
}

std::optional<std::string> captureOf(const Expr *E) {
  for (E = stripped(E); E;) {
    if (const auto *M = dyn_cast<MemberExpr>(E)) {
      E = stripped(M->getBase());
      continue;
    }
    if (isa<CXXThisExpr>(E))
      return "this";
    if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(D->getDecl());
      if (!V)
        return std::nullopt;
      return V->hasLocalStorage() ? "&" + V->getNameAsString() : "";
    }
    if (const auto *O = dyn_cast<UnaryOperator>(E)) {
      E = stripped(O->getSubExpr());
      continue;
    }
    std::optional<Call> C = asCall(E);
    if (!C || C->Args.size() + (C->Object ? 1 : 0) != 1)
      return std::nullopt;
    E = stripped(C->Object ? C->Object : C->Args.front());
  }
  return std::nullopt;
}

std::optional<std::string> factoryOf(const Expr *Maker, const Unit &U) {
  Maker = Maker ? stripped(Maker) : nullptr;
  if (const auto *Of = dyn_cast_or_null<UnaryOperator>(Maker);
      Of && Of->getOpcode() == UO_AddrOf)
    Maker = stripped(Of->getSubExpr()); // of what a getter gives
  if (const auto *New = dyn_cast_or_null<CXXNewExpr>(Maker))
    return factoryOf(New->getConstructExpr(), U);
  std::optional<Call> C = asCall(Maker);
  if (!C)
    return std::nullopt;
  if (isa<CXXConstructorDecl>(C->Callee)) {
    if (U.models().loop(C->E->getType()))
      return C->Args.empty() && !isOwnLoopClass(C->E->getType(), U)
                 ? std::optional<std::string>("")
                 : std::nullopt;
    // A smart pointer made of a new loop.
    return C->Args.size() == 1 ? factoryOf(C->Args.front(), U) : std::nullopt;
  }
  const CallModel *Model = U.models().call(*C);
  if (!Model || !C->Args.empty())
    return std::nullopt;
  const auto *E = dyn_cast<CallExpr>(C->E);
  if (Model->Factory && E) {
    std::string Name = textOf(E->getCallee(), U);
    return Name.empty() ? std::nullopt : std::optional(Name);
  }
  if (!Model->WithRun.empty() || !Model->Implicit.empty())
    return "";
  const auto *R = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      C->E->getType()->getAsCXXRecordDecl());
  if (Model->Makes.K == Place::Returned && R && R->isInStdNamespace() &&
      R->getTemplateArgs().size() &&
      R->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
      !isOwnLoopClass(R->getTemplateArgs()[0].getAsType(), U))
    return "";
  return std::nullopt;
}

std::string optionsText(llvm::ArrayRef<std::string> Others,
                        llvm::StringRef Factory, const LoopModel &Loop) {
  std::string Text;
  for (const std::string &Each : Others)
    Text += (Text.empty() ? "" : ", ") + Each;
  if (!Factory.empty())
    Text += (Text.empty() ? "." : ", .") + Loop.FactoryOption + " = " +
            Factory.str();
  return Text.empty() ? "" : "{" + Text + "}";
}

static void namesIn(const Stmt *S, std::set<std::string> &Names) {
  if (!S)
    return;
  auto Add = [&](const NamedDecl *D) {
    if (D->getIdentifier())
      Names.insert(D->getName().str());
  };
  if (const auto *D = dyn_cast<DeclStmt>(S))
    for (const Decl *Each : D->decls())
      if (const auto *Named = dyn_cast<NamedDecl>(Each))
        Add(Named);
  if (const auto *D = dyn_cast<DeclRefExpr>(S))
    Add(D->getDecl());
  if (const auto *M = dyn_cast<MemberExpr>(S))
    Add(M->getMemberDecl());
  if (const auto *L = dyn_cast<LambdaExpr>(S))
    for (const ParmVarDecl *P : L->getCallOperator()->parameters())
      Add(P);
  for (const Stmt *Child : S->children())
    namesIn(Child, Names);
}

std::string freeName(std::string Wanted, const Function &F) {
  std::set<std::string> Names;
  namesIn(F.Body, Names);
  if (F.Decl)
    for (const ParmVarDecl *P : F.Decl->parameters())
      Names.insert(P->getName().str());
  std::string Name = Wanted;
  for (unsigned Number = 2; Names.count(Name); ++Number)
    Name = Wanted + std::to_string(Number);
  return Name;
}

} // namespace asynctidy
