// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "EscapingCaptureCheck.h"
#include "support/Lifetimes.h"
#include "support/Objects.h"
#include "support/Threads.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace asynctidy {

namespace {

/// What a callback carries and does not own.
struct Carried {
  SourceLocation Where;
  const VarDecl *Dies = nullptr; ///< null: `this`, which shared pointers own
};

/// Does \p V keep an object of \p R alive: a smart pointer to it?
bool keepsAlive(const ValueDecl &V, const CXXRecordDecl *R) {
  const auto *Pointer = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      V.getType().getNonReferenceType()->getAsCXXRecordDecl());
  if (!Pointer || Pointer->getTemplateArgs().size() == 0 ||
      Pointer->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return false;
  const CXXRecordDecl *Of =
      Pointer->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl();
  return Of && (Of->getCanonicalDecl() == R->getCanonicalDecl() ||
                (Of->hasDefinition() && R->hasDefinition() &&
                 (R->isDerivedFrom(Of) || Of->isDerivedFrom(R))));
}

/// Does the destructor of \p R take back what it gave to a loop?
bool endsItsWork(const CXXRecordDecl *R, const Unit &U) {
  const CXXRecordDecl *Def = R->getDefinition();
  const Function *F = Def ? U.function(Def->getDestructor()) : nullptr;
  return F && callsAny(*F, U, [](const CallSite &S) {
           return S.Model &&
                  (S.Model->Touches || S.Model->EndsWork || S.Model->Cancels ||
                   S.Model->Closes || S.Model->Drains || S.Model->ClosesHandle);
         });
}

bool usesThis(const Stmt *S) {
  return S && (isa<CXXThisExpr>(S) || llvm::any_of(S->children(), usesThis));
}

void carriedBy(const LambdaExpr &L, const Unit &U,
               std::vector<Carried> &Found) {
  QualType This;
  SourceLocation SelfAt;
  auto Init = L.capture_init_begin();
  bool Kept = false;
  for (const LambdaCapture &C : L.captures()) {
    const Expr *From = *Init++;
    if (C.capturesThis() && C.getCaptureKind() == LCK_This) {
      This = From->getType()->getPointeeType();
      SelfAt = C.isImplicit() ? L.getCaptureDefaultLoc() : C.getLocation();
      continue;
    }
    if (!C.capturesVariable())
      continue;
    const ValueDecl *V = C.getCapturedVar();
    SourceLocation At =
        C.isImplicit() ? L.getCaptureDefaultLoc() : C.getLocation();
    if (C.getCaptureKind() != LCK_ByRef && !refers(V->getType(), U))
      continue;
    if (Referent To = referentOf(From, U); To.K == Referent::Local)
      Found.push_back({At, To.V});
  }
  // A base of its class says that its objects belong to shared pointers.
  if (This.isNull() || !U.models().isSharedOwner(This) ||
      !usesThis(L.getBody()))
    return;
  const CXXRecordDecl *Self = This->getAsCXXRecordDecl();
  for (const LambdaCapture &C : L.captures())
    Kept |= C.capturesVariable() && keepsAlive(*C.getCapturedVar(), Self);
  if (!Kept && !endsItsWork(Self, U))
    Found.push_back({SelfAt, nullptr});
}

/// The lambda that \p E is: as it stands, wrapped, or by its only name.
const LambdaExpr *lambdaOf(const Expr *E, const Unit &U) {
  for (unsigned Depth = 0; E && Depth < 8; ++Depth) {
    E = stripped(E);
    if (const auto *L = dyn_cast<LambdaExpr>(E))
      return L;
    if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(D->getDecl());
      if (!V || isa<ParmVarDecl>(V) || D->refersToEnclosingVariableOrCapture())
        return nullptr;
      E = V->getInit();
      continue;
    }
    std::optional<Call> C = asCall(E);
    if (!C)
      return nullptr;
    if (const CallModel *M = U.models().call(*C); M && M->Passes)
      E = C->at(M->Passes);
    else if (isa<CXXConstructorDecl>(C->Callee) && C->Args.size() == 1)
      E = C->Args.front(); // a call wrapper
    else
      return nullptr;
  }
  return nullptr;
}

/// What \p E, work for a loop, carries: the captures of a lambda, the arguments
/// of `std::bind`.
std::vector<Carried> carried(const Expr *E, const Unit &U) {
  std::vector<Carried> Found;
  if (const LambdaExpr *L = lambdaOf(E, U)) {
    carriedBy(*L, U, Found);
    return Found;
  }
  std::optional<Call> C = asCall(stripped(E));
  const CallModel *M = C ? U.models().call(*C) : nullptr;
  if (!M || !M->Passes)
    return Found;
  for (const Expr *Arg : C->Args)
    if (refers(Arg->getType(), U))
      if (Referent To = referentOf(Arg, U); To.K == Referent::Local)
        Found.push_back({Arg->getBeginLoc(), To.V});
  return Found;
}

} // namespace

void EscapingCaptureCheck::checkUnit(const Unit &U) {
  for (const Function &F : U.functions()) {
    if (!F.Decl || !F.Body)
      continue;
    std::unique_ptr<Paths> P;
    for (const CallSite &S : F.Calls) {
      if (!S.Model)
        continue;
      for (Place At : S.Model->CallsLater) {
        const Expr *Work = S.C.at(At);
        if (!Work)
          continue;
        const Expr *On = S.C.at(S.Model->On);
        Object Loop = On ? objectOf(On, U) : Object();
        if (!Loop && S.C.Object) // an operation of what is bound to a loop
          Loop = loopOf(objectOf(S.C.Object, U), U);
        const auto *Own = dyn_cast_or_null<VarDecl>(Loop.Decl);
        // A loop of this function's own dies with it, and its callbacks too.
        const bool Private = Own && Own->hasLocalStorage() &&
                             !isa<ParmVarDecl>(Own) && loopModel(Loop, U) &&
                             Own->getDeclContext() == F.Decl;
        for (const Carried &Each : carried(Work, U)) {
          if (Each.Dies) {
            // A loop that is gone calls nothing.
            if (U.models().loop(Each.Dies->getType()))
              continue;
            // Where the call suspends its caller, the caller waits.
            if (Private || Each.Dies->getDeclContext() != F.Decl ||
                consumerOf(S.C.E, U, U.parents(F)).K == Use::Awaited ||
                S.Model->Runs)
              continue;
            if (!P)
              P = std::make_unique<Paths>(F, U);
            if (!P->valid() || !leavesUnwaited(*P, S.C.E, Loop, U))
              continue;
          }
          const std::string Name =
              Each.Dies ? "'" + Each.Dies->getNameAsString() + "'" : "'this'";
          Report R(*this, U, Each.Where,
                   Each.Dies
                       ? Name + " is captured by reference and dies before the "
                                "callback runs"
                       : Name + " is captured without its owner; it can die "
                                "before the callback runs");
          R.in(&F).library(S.Model->Of);
          R.note(S.C.nameLoc(), "'" + S.C.name() + "' runs the callback later");
          if (Each.Dies) {
            R.note(Each.Dies->getLocation(),
                   Name + " dies where " + F.name() + " ends");
            R.note(Each.Where, "capture it by value, or wait for the callback");
          } else {
            R.note(Each.Where,
                   "capture a shared pointer to the object as well");
          }
        }
      }
    }
  }
}

} // namespace asynctidy
