// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Contexts.h"
#include "support/Coroutines.h"
#include "support/Objects.h"
#include "support/Summaries.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace asynctidy {

SourceLocation Function::location() const {
  if (Decl)
    return IsLambda ? cast<CXXMethodDecl>(Decl)->getParent()->getBeginLoc()
                    : Decl->getLocation();
  return Variable->getLocation();
}

std::string Function::name() const {
  if (IsLambda)
    return "a lambda";
  return "'" +
         plainName(Decl ? static_cast<const NamedDecl &>(*Decl) : *Variable) +
         "'";
}

//===-- Collecting -------------------------------------------------------===//

/// Finds every function with a visible body, and the calls in it.
class Collector : public RecursiveASTVisitor<Collector> {
public:
  explicit Collector(Unit &U) : U(U) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool TraverseStmt(Stmt *, DataRecursionQueue * = nullptr) {
    return true;
  } // walk() does

  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->isThisDeclarationADefinition() && F->hasBody() &&
        !F->isDependentContext() && !F->isDefaulted() && !U.isOpaque(*F))
      add(F, false);
    return true;
  }

  bool VisitVarDecl(VarDecl *V) {
    if (V->isFileVarDecl() && V->getInit() && !V->isTemplated() &&
        !V->getInit()->isInstantiationDependent() && !U.isOpaque(*V)) {
      Function &F = U.Functions.emplace_back();
      F.Variable = V;
      F.Body = V->getInit();
      walk(F, F.Body);
    }
    return true;
  }

  bool VisitFieldDecl(FieldDecl *D) {
    if (D->hasInClassInitializer() && D->getInClassInitializer() &&
        !D->isTemplated() && !U.isOpaque(*D)) {
      Function &F = U.Functions.emplace_back();
      F.Variable = D;
      F.Body = D->getInClassInitializer();
      walk(F, F.Body);
    }
    return true;
  }

private:
  void add(const FunctionDecl *D, bool IsLambda) {
    if (U.ByDecl.count(D) || !D->getBody())
      return;
    Function &F = U.Functions.emplace_back();
    F.Decl = D;
    F.Body = writtenBody(*D);
    F.IsLambda = IsLambda;
    F.IsCoroutine = isCoroutine(*D);
    if (F.IsCoroutine)
      F.Coroutine = U.M.coroutine(D->getReturnType());
    U.ByDecl[D] = &F;
    if (const auto *M = dyn_cast<CXXMethodDecl>(D))
      for (const CXXMethodDecl *O : M->overridden_methods())
        U.Overriders[O->getCanonicalDecl()].push_back(&F);
    if (const auto *K = dyn_cast<CXXConstructorDecl>(D))
      for (const CXXCtorInitializer *I : K->inits())
        if (I->isWritten() || isa<CXXDefaultInitExpr>(I->getInit()))
          walk(F, I->getInit());
    walk(F, F.Body);
  }

  void walk(Function &F, const Stmt *S) {
    // Unevaluated operands run nothing.
    if (!S || isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr, RequiresExpr,
                  ConstantExpr, OpaqueValueExpr>(S))
      return;
    // Defaults run here and are reported where they are written.
    if (const auto *D = dyn_cast<CXXDefaultArgExpr>(S)) {
      if (!U.isOpaque(*D->getParam()))
        walk(F, D->getExpr());
      return;
    }
    if (const auto *D = dyn_cast<CXXDefaultInitExpr>(S)) {
      if (!U.isOpaque(*D->getField()))
        walk(F, D->getExpr());
      return;
    }
    if (const auto *T = dyn_cast<CXXTypeidExpr>(S);
        T && !T->isPotentiallyEvaluated())
      return;
    if (const auto *L = dyn_cast<LambdaExpr>(S)) {
      for (const Expr *Init : L->capture_inits())
        walk(F, Init);
      for (const CXXMethodDecl *O : callOperators(*L->getLambdaClass()))
        add(O, true);
      return;
    }
    if (const auto *D = dyn_cast<DeclStmt>(S))
      for (Decl *Local : const_cast<DeclStmt *>(D)->decls()) {
        if (isa<CXXRecordDecl>(Local))
          TraverseDecl(Local);
        const auto *V = dyn_cast<VarDecl>(Local);
        const CXXRecordDecl *R = V && V->hasLocalStorage()
                                     ? V->getType()->getAsCXXRecordDecl()
                                     : nullptr;
        if (R && R->hasDefinition() && R->hasUserDeclaredDestructor())
          F.Destroys.push_back({R->getDestructor(), V});
      }
    if (const Expr *Operand = awaited(S))
      return walk(F, Operand);
    if (const auto *Y = dyn_cast<CoroutineSuspendExpr>(S))
      return walk(F, Y->getOperand());
    if (const auto *R = dyn_cast<CoreturnStmt>(S))
      return walk(F, R->getOperand());
    if (const auto *I = dyn_cast<IfStmt>(S); I && I->isConstexpr())
      if (std::optional<const Stmt *> Taken =
              I->getNondiscardedCase(U.Context)) {
        walk(F, I->getInit());
        return walk(F, *Taken);
      }
    if (std::optional<Call> C = asCall(S)) {
      CallSite &Site = F.Calls.emplace_back();
      Site.C = *C;
      Site.Model = U.M.call(*C);
      Site.In = &F;
    } else if (const auto *Through = dyn_cast<CallExpr>(S)) {
      F.Indirect.push_back({Through->getCallee(), Through});
    }
    for (const Stmt *Child : S->children())
      walk(F, Child);
  }

  Unit &U;
};

bool Unit::isOpaque(const Decl &D) const {
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation Location = SM.getExpansionLoc(D.getLocation());
  if (Location.isInvalid() || SM.isInSystemHeader(Location))
    return true;
  return !SM.isInMainFile(Location) && M.library(D);
}

Unit::Unit(ASTContext &Context, const Models &M, const ProgramSummary *Program)
    : Context(Context), M(M) {
  Collector All(*this);
  for (Decl *D : Context.getTranslationUnitDecl()->decls())
    if (!D->isImplicit() && !isOpaque(*D))
      All.TraverseDecl(D);
  // Guards matter where a loop is run or touched, in a unit that asks at all.
  bool Asked = llvm::any_of(Functions, [&](const Function &F) {
    return llvm::any_of(F.Calls, [&](const CallSite &S) {
      return mayAsk(S.C, F.Body, Context, M);
    });
  });
  for (Function &F : Functions) {
    if (!Asked || !F.Decl)
      continue;
    auto States = guardedCalls(F.Decl, F.Body, Context, M);
    for (CallSite &S : F.Calls)
      if (auto Found = States.find(S.C.E); Found != States.end()) {
        S.State = Found->second.State;
        S.GuardedBy = Found->second.By;
      }
  }
  findContexts(Program);
}

const Function *Unit::function(const FunctionDecl *D) const {
  if (!D)
    return nullptr;
  if (const FunctionDecl *Def = D->getDefinition())
    D = Def;
  return ByDecl.lookup(D);
}

Unit::~Unit() = default;

const Mentions &Unit::mentions(const Function &F) const {
  if (auto Known = Mentioned.find(&F); Known != Mentioned.end())
    return *Known->second;
  auto Found = std::make_unique<Mentions>(mentionsIn(F.Body, *this));
  return *(Mentioned[&F] = std::move(Found));
}

ParentMap &Unit::parents(const Function &F) const {
  std::unique_ptr<ParentMap> &Known = Parents[&F];
  if (!Known)
    Known = std::make_unique<ParentMap>(const_cast<Stmt *>(F.Body));
  return *Known;
}

//===-- Who calls whom ---------------------------------------------------===//

bool Unit::isOurs(const FunctionDecl *D) const {
  if (function(D))
    return true;
  return D && !D->isDefined() && !D->isImplicit() && !D->isDeleted() &&
         !isOpaque(*D);
}

llvm::SmallVector<const FunctionDecl *, 2>
Unit::targetDecls(const Expr *Callable) const {
  llvm::SmallVector<const FunctionDecl *, 2> Found;
  auto AddDecl = [&](const FunctionDecl *D) {
    if (isOurs(D))
      Found.push_back(D);
  };
  auto AddClass = [&](const CXXRecordDecl *R) {
    if (!R || !R->hasDefinition())
      return;
    if (R->isLambda())
      for (const CXXMethodDecl *O : callOperators(*R))
        AddDecl(O);
    else
      for (const CXXMethodDecl *O : R->getDefinition()->methods())
        if (O->getOverloadedOperator() == OO_Call)
          AddDecl(O);
  };
  const Expr *E = Callable;
  for (unsigned Depth = 0; E && Depth < 12; ++Depth) {
    E = stripped(E);
    if (const auto *U = dyn_cast<UnaryOperator>(E);
        U && (U->getOpcode() == UO_AddrOf || U->getOpcode() == UO_Plus ||
              U->getOpcode() == UO_Deref)) {
      E = U->getSubExpr();
      continue;
    }
    if (const auto *L = dyn_cast<LambdaExpr>(E)) {
      AddClass(L->getLambdaClass());
      return Found;
    }
    if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
      if (const auto *F = dyn_cast<FunctionDecl>(D->getDecl())) {
        AddDecl(F);
        return Found;
      }
      const auto *V = dyn_cast<VarDecl>(D->getDecl());
      AddClass(V ? V->getType().getNonReferenceType()->getAsCXXRecordDecl()
                 : nullptr);
      if (!Found.empty() || !V || !V->getInit() || isa<ParmVarDecl>(V))
        return Found;
      const auto *Owner = dyn_cast<FunctionDecl>(V->getDeclContext());
      if (!Owner || !neverReassigned(*V, Owner->getBody()))
        return Found;
      E = V->getInit();
      continue;
    }
    if (std::optional<Call> C = asCall(E)) {
      if (isa<CXXConversionDecl>(C->Callee)) {
        E = C->Object;
        continue;
      }
      if (const CallModel *Model = M.call(*C); Model && Model->Passes) {
        E = C->at(Model->Passes);
        continue;
      }
      // A call wrapper made from a callable: std::function<void()>{lambda}.
      if (isa<CXXConstructorDecl>(C->Callee) && C->Args.size() == 1) {
        AddClass(E->getType()->getAsCXXRecordDecl());
        if (!Found.empty())
          return Found;
        E = C->Args.front();
        continue;
      }
    }
    AddClass(E->getType()->getAsCXXRecordDecl());
    return Found;
  }
  return Found;
}

/// Those of \p Decls whose bodies are seen.
static llvm::SmallVector<const Function *, 2>
withBodies(llvm::ArrayRef<const FunctionDecl *> Decls, const Unit &U) {
  llvm::SmallVector<const Function *, 2> Found;
  for (const FunctionDecl *D : Decls)
    if (const Function *F = U.function(D))
      Found.push_back(F);
  return Found;
}

llvm::SmallVector<const Function *, 2>
Unit::targets(const Expr *Callable) const {
  return withBodies(targetDecls(Callable), *this);
}

static llvm::SmallVector<const Expr *, 2>
argumentsAt(const Call &C, llvm::ArrayRef<Place> Places) {
  llvm::SmallVector<const Expr *, 2> Found;
  for (Place P : Places) {
    if (P.K == Place::Callable)
      Found.append(C.Args.begin(), C.Args.end());
    else if (const Expr *E = C.at(P))
      Found.push_back(E);
  }
  return Found;
}

/// Does \p C make a thread inside something else: an element of a container,
/// the object of a smart pointer?
static bool makesThread(const Call &C, const Models &M) {
  auto First = [&](const TemplateArgumentList *Args) {
    return Args && Args->size() > 0 &&
           Args->get(0).getKind() == TemplateArgument::Type &&
           M.isThread(Args->get(0).getAsType());
  };
  if (!inStandardLibrary(*C.Callee))
    return false;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(C.Callee))
    if (const auto *R =
            dyn_cast<ClassTemplateSpecializationDecl>(Method->getParent()))
      return First(&R->getTemplateArgs());
  return First(C.Callee->getTemplateSpecializationArgs());
}

llvm::SmallVector<const Function *, 2>
Unit::handedOff(const CallSite &S) const {
  llvm::SmallVector<const Function *, 2> Found;
  auto Add = [&](const Expr *E) {
    for (const Function *F : targets(E))
      Found.push_back(F);
  };
  if (S.Model) {
    for (const Expr *E : argumentsAt(S.C, S.Model->HandsOff))
      Add(E);
    // Work that a pool runs is off every loop.
    if (const Expr *On = S.C.at(S.Model->On);
        On && M.isPool(objectOf(On, *this).type()))
      for (const Expr *E : argumentsAt(S.C, S.Model->CallsLater))
        Add(E);
  }
  if (!S.Model || S.Model->HandsOff.empty())
    if (makesThread(S.C, M))
      for (const Expr *E : S.C.Args)
        Add(E);
  for (unsigned I = 0; I < S.C.Args.size() && I < S.C.Callee->getNumParams();
       ++I)
    if (M.callback(S.C.Callee->getParamDecl(I)->getType()) == false)
      Add(S.C.Args[I]);
  return Found;
}

llvm::SmallVector<const FunctionDecl *, 2>
Unit::laterDecls(const CallSite &S) const {
  llvm::SmallVector<const FunctionDecl *, 2> Found;
  auto Add = [&](const Expr *E) {
    for (const FunctionDecl *D : targetDecls(E))
      if (!llvm::is_contained(Found, D))
        Found.push_back(D);
  };
  if (S.Model && !S.Model->CallsLater.empty()) {
    const Expr *On = S.C.at(S.Model->On);
    if (!On || !M.isPool(objectOf(On, *this).type()))
      for (const Expr *E : argumentsAt(S.C, S.Model->CallsLater))
        Add(E);
  }
  for (unsigned I = 0; I < S.C.Args.size() && I < S.C.Callee->getNumParams();
       ++I)
    if (M.callback(S.C.Callee->getParamDecl(I)->getType()) == true)
      Add(S.C.Args[I]);
  return Found;
}

llvm::SmallVector<const Function *, 2>
Unit::calledLater(const CallSite &S) const {
  return withBodies(laterDecls(S), *this);
}

/// Does \p G call its parameter \p P before it returns?
static bool callsParameter(const Function &G, const ParmVarDecl *P) {
  auto Names = [P](const Expr *E) {
    const auto *D = E ? dyn_cast<DeclRefExpr>(stripped(E)) : nullptr;
    return D && D->getDecl() == P;
  };
  for (const auto &[Callee, At] : G.Indirect)
    if (Names(Callee))
      return true;
  for (const CallSite &S : G.Calls)
    if (S.C.Callee->getOverloadedOperator() == OO_Call && Names(S.C.Object))
      return true;
  return false;
}

std::vector<Unit::DeclEdge> Unit::calledDecls(const Function &F) const {
  std::vector<DeclEdge> Found;
  auto Add = [&](const FunctionDecl *To, const CallSite *At, SourceLocation L,
                 bool Virtual = false) {
    if (isOurs(To))
      Found.push_back({To, At, L, Virtual});
  };
  for (const CallSite &S : F.Calls) {
    if (S.State == Guard::NoLoop)
      continue;
    const SourceLocation L = S.C.nameLoc();
    const Function *Direct = function(S.C.Callee);
    Add(S.C.Callee, &S, L, isVirtualCall(S.C, Context));
    if (S.C.Callee->getOverloadedOperator() == OO_Call && !Direct && S.C.Object)
      for (const FunctionDecl *T : targetDecls(S.C.Object))
        Add(T, &S, L);
    if (S.Model)
      for (const Expr *E : argumentsAt(S.C, S.Model->CallsNow))
        for (const FunctionDecl *T : targetDecls(E))
          Add(T, &S, L);
    if (Direct)
      for (unsigned I = 0;
           I < S.C.Args.size() && I < Direct->Decl->getNumParams(); ++I) {
        // A closure's own type leads there already; a call wrapper does not.
        if (callsParameter(*Direct, Direct->Decl->getParamDecl(I)))
          for (const FunctionDecl *T : targetDecls(S.C.Args[I]))
            Add(T, &S, L);
      }
  }
  for (const auto &[Callee, At] : F.Indirect)
    for (const FunctionDecl *T : targetDecls(Callee))
      Add(T, nullptr, At->getExprLoc());
  for (const auto &[Destructor, V] : F.Destroys)
    Add(Destructor, nullptr, V->getLocation());
  return Found;
}

std::vector<Unit::Edge> Unit::callees(const Function &F) const {
  std::vector<Edge> Found;
  for (const DeclEdge &E : calledDecls(F)) {
    const auto *Method = dyn_cast<CXXMethodDecl>(E.To);
    auto Over = E.Virtual ? Overriders.find(Method->getCanonicalDecl())
                          : Overriders.end();
    const bool Possible = Over != Overriders.end();
    auto Add = [&](const Function *To) {
      // Creating a coroutine runs none of it.
      if (To && !To->IsCoroutine)
        Found.push_back({To, E.At, E.Location, Possible});
    };
    Add(function(E.To));
    if (Possible)
      for (const Function *O : Over->second)
        Add(O);
  }
  return Found;
}

//===-- What runs on a loop ----------------------------------------------===//

void Unit::findContexts(const ProgramSummary *Program) {
  std::deque<const Function *> Work;
  // What only a virtual call leads to waits until all that is certain is known.
  std::vector<std::pair<const Function *, Why>> Unsure;
  auto Reach = [&](const Function *F, Why W) {
    if (Contexts.try_emplace(F, W).second)
      Work.push_back(F);
  };
  auto Because = [](Why::Kind K, const Function &Of, std::string By,
                    bool Possible = false) {
    return Why{K,        &Of, nullptr, nullptr, Of.location(), std::move(By),
               Possible, {}};
  };
  // A coroutine that is only ever started on a pool runs on no loop.
  llvm::DenseMap<const Function *, std::pair<unsigned, unsigned>> Started;
  for (const Function &F : Functions)
    for (const CallSite &S : F.Calls) {
      if (!S.Model || S.Model->CallsLater.empty())
        continue;
      const Expr *On = S.C.at(S.Model->On);
      bool Pool = On && M.isPool(objectOf(On, *this).type());
      for (const Expr *E : argumentsAt(S.C, S.Model->CallsLater)) {
        std::optional<Call> Made = asCall(stripped(E));
        const Function *Coroutine = Made ? function(Made->Callee) : nullptr;
        if (!Coroutine)
          for (const Function *T : targets(E))
            Coroutine = T;
        if (Coroutine && Coroutine->IsCoroutine)
          ++(Pool ? Started[Coroutine].first : Started[Coroutine].second);
      }
    }
  for (const Function &F : Functions) {
    auto [OnPool, OnLoop] = Started.lookup(&F);
    if (F.Coroutine && !(OnPool && !OnLoop))
      Reach(&F, Because(Why::Coroutine, F, ""));
    if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F.Decl))
      if (const CXXMethodDecl *O = M.calledOnLoop(*Method))
        Reach(&F, Because(Why::Overrides, F, plainName(*O)));
  }
  for (const Function &F : Functions)
    for (const CallSite &S : F.Calls)
      for (const Function *T : calledLater(S))
        Reach(
            T,
            {Why::HandedOver, T, &F, &S, S.C.nameLoc(), S.C.name(), false, {}});
  auto Spread = [&] {
    while (!Work.empty()) {
      const Function *F = Work.front();
      Work.pop_front();
      const bool Sure = !Contexts.find(F)->second.Possible;
      for (const Edge &E : callees(*F)) {
        auto &Known = Callers[E.To];
        if (!llvm::is_contained(Known, F))
          Known.push_back(F);
        Why W{Why::Called,         E.To, F, E.At, E.Location, "",
              !Sure || E.Possible, {}};
        if (Sure && E.Possible)
          Unsure.push_back({E.To, W});
        else
          Reach(E.To, W);
      }
    }
  };
  auto SpreadElsewhere = [&](bool Possible) {
    if (Program && !Program->empty())
      for (const Function &F : Functions) {
        Reply R =
            Program->reply({idOf(F, *this), {}, Fact::OnLoop, Fact::Yes, ""});
        if (!R.Yes || R.Possible != Possible)
          continue;
        Why W = Because(Why::Elsewhere, F, "", Possible);
        for (const Step &S : R.Steps)
          W.Hops.push_back(textOf(S));
        for (const std::unique_ptr<Library> &Each : M.libraries())
          if (Each->Name == R.Library)
            W.Whose = Each.get();
        Reach(&F, std::move(W));
      }
    Spread();
  };
  Spread();
  SpreadElsewhere(false);
  for (auto &[F, W] : Unsure)
    Reach(F, W);
  Spread();
  SpreadElsewhere(true);
}

const Why *Unit::onLoop(const Function &F) const {
  auto Found = Contexts.find(&F);
  return Found == Contexts.end() ? nullptr : &Found->second;
}

std::vector<Hop> Unit::chain(const Function &F) const {
  std::vector<Hop> Hops;
  for (const Why *W = onLoop(F); W; W = onLoop(*W->Caller)) {
    std::string Name = W->Of->name();
    switch (W->K) {
    case Why::Coroutine:
      Hops.push_back(
          {W->Location, Name + " runs on the loop: it is a coroutine"});
      break;
    case Why::HandedOver:
      Hops.push_back(
          {W->Location,
           Name + " runs on the loop: it is handed to '" + W->By + "' here"});
      break;
    case Why::Overrides:
      Hops.push_back({W->Location, Name + " runs on the loop: it overrides '" +
                                       W->By + "'"});
      break;
    case Why::Elsewhere:
      for (const std::string &Text : llvm::reverse(W->Hops))
        Hops.push_back({W->Location, Text});
      break;
    case Why::Called:
      Hops.push_back(
          {W->Location, W->Caller->name() + " calls " + Name + " here"});
      break;
    }
    if (W->K != Why::Called)
      break;
  }
  std::reverse(Hops.begin(), Hops.end());
  return Hops;
}

unsigned Unit::otherCallers(const Function &F) const {
  const Why *W = onLoop(F);
  if (!W || W->K != Why::Called)
    return 0;
  auto Found = Callers.find(&F);
  return Found == Callers.end() ? 0 : Found->second.size() - 1;
}

} // namespace asynctidy
