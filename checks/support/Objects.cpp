// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Objects.h"
#include "support/Contexts.h"
#include "support/Coroutines.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace asynctidy {

QualType Object::type() const {
  if (!Decl)
    return {};
  QualType T = Decl->getType().getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  return T;
}

bool isAlias(const VarDecl &V) {
  if (isa<ParmVarDecl>(V) || !V.getInit() || V.isInitCapture())
    return V.isInitCapture() && V.getType()->isReferenceType();
  if (V.getType()->isReferenceType())
    return true;
  if (!V.getType()->isPointerType())
    return false;
  const auto *Owner = dyn_cast<FunctionDecl>(V.getDeclContext());
  return Owner && neverReassigned(V, Owner->getBody());
}

const LoopModel *ownedLoop(QualType T, const Unit &U) {
  if (T.isNull() || T->isReferenceType())
    return nullptr;
  if (T->isPointerType())
    T = T->getPointeeType();
  if (const LoopModel *L = U.models().loop(T))
    return L;
  const auto *R = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!R || R->getTemplateArgs().size() == 0 || !R->isInStdNamespace() ||
      R->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return nullptr;
  return U.models().loop(R->getTemplateArgs()[0].getAsType());
}

const LoopModel *loopModel(const Object &O, const Unit &U) {
  return O ? ownedLoop(O.type(), U) : nullptr;
}

/// Is the `*` or `->` of a smart pointer.
static bool isDereference(OverloadedOperatorKind K, unsigned Arguments) {
  return K == OO_Arrow || (K == OO_Star && Arguments == 1);
}

/// \p Depth counts over aliases of aliases: `T *p = p;` names nothing.
static Object objectOf(const Expr *E, const Unit &U, unsigned Depth) {
  for (; E && Depth < 16; ++Depth) {
    E = stripped(E);
    if (const auto *O = dyn_cast<UnaryOperator>(E);
        O && (O->getOpcode() == UO_AddrOf || O->getOpcode() == UO_Deref)) {
      E = O->getSubExpr();
      continue;
    }
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E)) {
      E = Cast->getSubExpr();
      continue;
    }
    if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(D->getDecl());
      if (!V)
        return {};
      if (!isAlias(*V))
        return {V};
      Object Named = objectOf(V->getInit(), U, Depth + 1);
      // A member of type void * holds anything: what it is cast to is a thing
      // of its own.
      if (!Named || (Named.isMember() && Named.type()->isVoidType()))
        return {V};
      return Named;
    }
    if (const auto *M = dyn_cast<MemberExpr>(E)) {
      const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
      if (!Field)
        return {};
      const Expr *Base = stripped(M->getBase());
      if (isa<CXXThisExpr>(Base))
        return {Field};
      Object Of = objectOf(Base, U, Depth + 1);
      return {Field, dyn_cast_or_null<VarDecl>(Of.Decl)};
    }
    std::optional<Call> C = asCall(E);
    if (!C)
      return {};
    if (isDereference(C->Callee->getOverloadedOperator(),
                      C->Args.size() + (C->Object ? 1 : 0))) {
      E = C->Object ? C->Object : C->Args.front();
      continue;
    }
    const CallModel *Model = U.models().call(*C);
    if (!Model || !Model->Passes)
      return {};
    E = C->at(Model->Passes);
  }
  return {};
}

Object objectOf(const Expr *E, const Unit &U) { return objectOf(E, U, 0); }

const VarDecl *Use::keptIn() const {
  const auto *D = K == Stored ? dyn_cast<DeclStmt>(At) : nullptr;
  return D && D->isSingleDecl() ? dyn_cast<VarDecl>(D->getSingleDecl())
                                : nullptr;
}

Use consumerOf(const Expr *E, const Unit &U, ParentMap &Parents) {
  Use Found;
  Found.Mention = E;
  const Stmt *Child = E;
  for (const Stmt *P = Parents.getParent(E); P;
       Child = P, P = Parents.getParent(P)) {
    Found.At = P;
    auto Is = [&](Use::Kind K) {
      Found.K = K;
      return Found;
    };
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(P)) {
      if (Cast->getType()->isVoidType())
        return Is(Use::Discarded);
      continue;
    }
    if (isa<ParenExpr, ImplicitCastExpr, MaterializeTemporaryExpr,
            CXXBindTemporaryExpr, ExprWithCleanups, ConstantExpr>(P))
      continue;
    if (const auto *O = dyn_cast<UnaryOperator>(P)) {
      if (O->getOpcode() == UO_AddrOf || O->getOpcode() == UO_Deref)
        continue;
      return Is(O->getOpcode() == UO_LNot ? Use::Tested : Use::Other);
    }
    if (const auto *M = dyn_cast<MemberExpr>(P)) {
      const Stmt *Up = Parents.getParent(P);
      while (isa_and_nonnull<ParenExpr, ImplicitCastExpr>(Up))
        Up = Parents.getParent(Up);
      if (isa_and_nonnull<CXXMemberCallExpr>(Up) &&
          isa<CXXMethodDecl>(M->getMemberDecl()))
        continue;
      return Is(Use::Other); // a field is read or written
    }
    if (isa<OpaqueValueExpr>(P)) {
      // The awaiter inside of `co_await`: what counts is the whole.
      while (P && !isa<CoroutineSuspendExpr>(P))
        P = Parents.getParent(P);
      if (!P)
        return Found;
      Found.At = P;
      return Is(Use::Awaited);
    }
    if (isa<CoawaitExpr, CoyieldExpr, DependentCoawaitExpr>(P))
      return Is(Use::Awaited);
    if (const auto *L = dyn_cast<LambdaExpr>(P)) {
      Found.Lambda = L;
      return Is(Use::Captured);
    }
    if (isa<ReturnStmt, CoreturnStmt>(P))
      return Is(Use::Returned);
    if (isa<CXXDeleteExpr>(P))
      return Is(Use::Deleted);
    if (const auto *L = dyn_cast<InitListExpr>(P); L && L->isTransparent())
      continue;
    if (isa<DeclStmt, InitListExpr, CXXNewExpr, CXXThrowExpr>(P))
      return Is(Use::Stored);
    if (const auto *B = dyn_cast<BinaryOperator>(P)) {
      if (B->isAssignmentOp())
        return Is(B->getLHS() == Child ? Use::Reassigned : Use::Stored);
      if (B->getOpcode() == BO_Comma) {
        if (B->getLHS() == Child)
          return Is(Use::Discarded);
        continue;
      }
      return Is(Use::Tested);
    }
    if (const auto *Choice = dyn_cast<ConditionalOperator>(P)) {
      if (Choice->getCond() == Child)
        return Is(Use::Tested);
      continue;
    }
    if (std::optional<Call> C = asCall(P)) {
      if (const auto *K = dyn_cast<CXXConstructExpr>(P);
          K && K->getConstructor()->isCopyOrMoveConstructor()) {
        Found.Moved |= K->getConstructor()->isMoveConstructor();
        continue;
      }
      OverloadedOperatorKind Op = C->Callee->getOverloadedOperator();
      if (isDereference(Op, C->Args.size() + (C->Object ? 1 : 0)) ||
          Op == OO_Coawait)
        continue;
      // The language's own name: a coroutine's promise takes what is awaited.
      if (C->Callee->getIdentifier() &&
          C->Callee->getName() == "await_transform")
        return Is(Use::Awaited);
      Found.C = C;
      const CallModel *Model = U.models().call(*C);
      auto Holds = [&](const Expr *Slot) {
        // The child is the slot's expression, possibly behind the callee's
        // member expression.
        for (const Stmt *S = E; S && S != P; S = Parents.getParent(S))
          if (S == Slot)
            return true;
        return false;
      };
      if (C->Object && Holds(C->Object)) {
        if (Model && Model->Passes.K == Place::This)
          continue;
        if (isa<CXXConversionDecl>(C->Callee))
          return Is(Use::Tested);
        if (C->Callee->getOverloadedOperator() == OO_Equal)
          return Is(Use::Reassigned);
        return Is(Use::Called);
      }
      for (unsigned I = 0; I < C->Args.size(); ++I) {
        if (!Holds(C->Args[I]))
          continue;
        if (Model && Model->Passes && C->isArg(Model->Passes, I)) {
          Found.Moved |= C->Callee->getReturnType()->isRValueReferenceType();
          break;
        }
        Found.Index = I;
        if (Op == OO_Equal)
          return Is(Use::Stored);
        if (Op == OO_EqualEqual || Op == OO_ExclaimEqual)
          return Is(Use::Tested);
        return Is(Use::Passed);
      }
      if (Model && Model->Passes)
        continue;
      return Is(Use::Other);
    }
    if (isa<IfStmt, WhileStmt, DoStmt, ForStmt, SwitchStmt>(P)) {
      const auto *If = dyn_cast<IfStmt>(P);
      const auto *While = dyn_cast<WhileStmt>(P);
      const auto *Do = dyn_cast<DoStmt>(P);
      const auto *For = dyn_cast<ForStmt>(P);
      const auto *Switch = dyn_cast<SwitchStmt>(P);
      bool Condition = (If && If->getCond() == Child) ||
                       (While && While->getCond() == Child) ||
                       (Do && Do->getCond() == Child) ||
                       (For && For->getCond() == Child) ||
                       (Switch && Switch->getCond() == Child);
      return Is(Condition ? Use::Tested : Use::Discarded);
    }
    if (isa<CompoundStmt, LabelStmt, SwitchCase, CXXForRangeStmt,
            AttributedStmt>(P))
      return Is(Use::Discarded);
    return Is(Use::Other);
  }
  return Found;
}

/// Fills \p Found from \p S: every mention of a variable, in source order, and
/// the local names that only stand for another one.
static void findMentions(const Stmt *S, const Unit &U, Mentions &Found) {
  if (!S)
    return;
  if (const auto *D = dyn_cast<DeclRefExpr>(S)) {
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl()))
      Found.Of[V].push_back({Found.Count++, D});
    return;
  }
  if (const auto *L = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Init : L->capture_inits())
      findMentions(Init, U, Found);
    return;
  }
  if (const auto *Y = dyn_cast<CoroutineSuspendExpr>(S))
    return findMentions(Y->getOperand(), U, Found);
  if (const auto *R = dyn_cast<CoreturnStmt>(S))
    return findMentions(R->getOperand(), U, Found);
  if (const auto *D = dyn_cast<DeclStmt>(S))
    for (const Decl *Each : D->decls())
      if (const auto *Local = dyn_cast<VarDecl>(Each); Local && isAlias(*Local))
        if (Object Named = objectOf(Local->getInit(), U);
            isa_and_nonnull<VarDecl>(Named.Decl))
          Found.Aliases[cast<VarDecl>(Named.Decl)].push_back(Local);
  for (const Stmt *Child : S->children())
    findMentions(Child, U, Found);
}

Mentions mentionsIn(const Stmt *Body, const Unit &U) {
  Mentions Found;
  findMentions(Body, U, Found);
  return Found;
}

std::vector<Use> usesOf(const VarDecl &V, const Function &F, const Unit &U,
                        ParentMap &Parents) {
  const Mentions &All = U.mentions(F);
  llvm::SmallVector<const VarDecl *, 4> Names{&V};
  if (auto Also = All.Aliases.find(&V); Also != All.Aliases.end())
    Names.append(Also->second.begin(), Also->second.end());
  std::vector<std::pair<unsigned, const DeclRefExpr *>> Mentioned;
  for (const VarDecl *Name : Names)
    if (auto Found = All.Of.find(Name); Found != All.Of.end())
      llvm::append_range(Mentioned, Found->second);
  llvm::sort(Mentioned);
  std::vector<Use> Uses;
  for (const auto &[Order, D] : Mentioned) {
    Use Found = consumerOf(D, U, Parents);
    // The making of an alias is no use of its own.
    if (Found.K == Use::Stored)
      if (const auto *Made = dyn_cast<DeclStmt>(Found.At))
        if (llvm::any_of(Made->decls(), [&](const Decl *Each) {
              return llvm::is_contained(Names, dyn_cast<VarDecl>(Each)) &&
                     Each != &V;
            }))
          continue;
    Uses.push_back(std::move(Found));
  }
  return Uses;
}

static void findMembers(const Stmt *S, const FieldDecl &Field,
                        std::vector<const MemberExpr *> &Found) {
  if (!S)
    return;
  if (const auto *M = dyn_cast<MemberExpr>(S);
      M && M->getMemberDecl() == &Field)
    Found.push_back(M);
  if (isa<LambdaExpr>(S))
    return; // a function of its own
  for (const Stmt *Child : S->children())
    findMembers(Child, Field, Found);
}

std::vector<Use> usesOf(const FieldDecl &Field, const Function &F,
                        const Unit &U, ParentMap &Parents) {
  std::vector<const MemberExpr *> Mentions;
  findMembers(F.Body, Field, Mentions);
  std::vector<Use> Uses;
  for (const MemberExpr *M : Mentions)
    Uses.push_back(consumerOf(M, U, Parents));
  return Uses;
}

} // namespace asynctidy
