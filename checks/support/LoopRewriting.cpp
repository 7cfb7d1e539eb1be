// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/LoopRewriting.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace asynctidy {

std::optional<Held> heldAs(QualType T, const Unit &U) {
  if (T->isReferenceType())
    return U.models().loop(T.getNonReferenceType())
               ? std::optional(Held::Reference)
               : std::nullopt;
  if (T->isPointerType())
    return Held::Pointer;
  if (U.models().loop(T))
    return Held::Value;
  return ownedLoop(T, U) ? std::optional(Held::Smart) : std::nullopt;
}

const CXXRecordDecl *loopClass(const ValueDecl &D, Held As) {
  if (As == Held::Smart)
    return cast<ClassTemplateSpecializationDecl>(
               D.getType()->getAsCXXRecordDecl())
        ->getTemplateArgs()[0]
        .getAsType()
        ->getAsCXXRecordDecl();
  return Object{&D}.type()->getAsCXXRecordDecl();
}

Part Rewriting::partOf(const Expr *Mention, bool InLambda,
                       ParentMap &Parents) const {
  Part P;
  P.Mention = Mention;
  P.InLambda = InLambda;
  P.At = consumerOf(Mention, U, Parents);
  const Expr *Done = P.At.C ? P.At.C->E : nullptr;
  if (const auto *Delete = dyn_cast_or_null<CXXDeleteExpr>(P.At.At);
      Delete && P.At.K == Use::Deleted) {
    P.Is = Part::Delete;
    Done = Delete;
  }
  if (Done) {
    const auto *Whole = dyn_cast_or_null<Expr>(statementOf(Done, Parents));
    if (Whole && stripped(Whole) == Done)
      P.Whole = Whole;
  }
  const CallModel *Model = P.At.C ? U.models().call(*P.At.C) : nullptr;
  if (!Model)
    return P;
  auto Is = [&](Place Where) {
    return P.At.K == Use::Called ? Where.K == Place::This
                                 : P.At.C->isArg(Where, P.At.Index);
  };
  if (Is(Model->Closes))
    P.Is = Part::Close;
  else if (Is(Model->Drains))
    P.Is = Part::Drain;
  else if (Is(Model->MakesCurrent))
    P.Is = Part::Current;
  else if (!Model->Option.empty() && P.At.K == Use::Called)
    P.Is = Part::Option;
  else if (Is(Model->Runs) && P.At.C->Args.size() == 1 &&
           U.models().coroutine(stripped(P.At.C->Args[0])->getType()))
    P.Is = Part::Run;
  return P;
}

bool Rewriting::respell(const Expr *M, llvm::StringRef Lvalue, bool Renamed,
                        ParentMap &Parents) {
  auto Put = [&](SourceLocation Begin, SourceLocation End, std::string Text) {
    if (Begin.isMacroID() || End.isMacroID())
      return inMacro(M);
    All.push_back(FixItHint::CreateReplacement(SourceRange(Begin, End), Text));
    return true;
  };
  const std::string Whole = Lvalue.str();
  if (M->getBeginLoc().isMacroID())
    return inMacro(M);
  if (As == Held::Value || As == Held::Reference)
    return !Renamed || Put(M->getBeginLoc(), M->getEndLoc(), Whole);
  const Stmt *Up = Parents.getParent(M);
  while (isa_and_nonnull<ImplicitCastExpr>(Up))
    Up = Parents.getParent(Up);
  if (As == Held::Pointer) {
    if (!Renamed)
      return true;
    if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up))
      return Put(M->getBeginLoc(), Member->getOperatorLoc(), Whole + ".");
    if (const auto *Star = dyn_cast_or_null<UnaryOperator>(Up);
        Star && Star->getOpcode() == UO_Deref)
      return Put(Star->getBeginLoc(), Star->getEndLoc(), Whole);
    return Put(M->getBeginLoc(), M->getEndLoc(), "&" + Whole);
  }
  if (const auto *O = dyn_cast_or_null<CXXOperatorCallExpr>(Up)) {
    if (O->getOperator() == OO_Arrow)
      return Put(M->getBeginLoc(), O->getOperatorLoc(), Whole + ".");
    if (O->getOperator() == OO_Star && O->getNumArgs() == 1)
      return Put(O->getBeginLoc(), O->getEndLoc(), Whole);
    if (O->getOperator() == OO_Equal)
      return refuse(M->getBeginLoc(), name() + " is made anew here");
  }
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up)) {
    const Stmt *Of = Parents.getParent(Member);
    std::optional<Call> C = asCall(Of);
    const CallModel *Model = C ? U.models().call(*C) : nullptr;
    if (Model && Model->Passes.K == Place::This &&
        C->E->getType()->isPointerType()) {
      const Stmt *Further = Parents.getParent(Of);
      while (isa_and_nonnull<ImplicitCastExpr>(Further))
        Further = Parents.getParent(Further);
      const bool Inner = isa_and_nonnull<MemberExpr>(Further);
      return Put(C->E->getBeginLoc(), C->E->getEndLoc(),
                 Inner ? "(&" + Whole + ")" : "&" + Whole);
    }
  }
  return refuse(M->getBeginLoc(),
                name() + " is more than used here: it is given away, tested or "
                         "made anew");
}

bool Rewriting::replaceStatement(const Stmt *Whole, std::string Text) {
  Edits Gone = removed(Whole, U);
  if (Gone.empty())
    return refuse(Whole->getBeginLoc(), name() + " is used in a macro");
  FixItHint &Put = Gone.front();
  Text += ";";
  if (Put.RemoveRange.getBegin() != Whole->getBeginLoc())
    Text = "\n" +
           indentAt(Whole->getBeginLoc(), U.context().getSourceManager()) +
           Text;
  Put.CodeToInsert = Text;
  return add(Gone);
}

bool Rewriting::replaceRun(const Part &P, llvm::StringRef Instead,
                           llvm::StringRef Options) {
  const Expr *Run = P.At.C->E;
  const Expr *Main = P.At.C->Args.front();
  if (textOf(Run, U).empty() || Main->getBeginLoc().isMacroID())
    return inMacro(P.Mention);
  All.push_back(FixItHint::CreateReplacement(
      CharSourceRange::getCharRange(Run->getBeginLoc(), Main->getBeginLoc()),
      Instead.str() + "("));
  if (!Options.empty())
    All.push_back(
        FixItHint::CreateInsertion(Run->getEndLoc(), ", " + Options.str()));
  return true;
}

} // namespace asynctidy
