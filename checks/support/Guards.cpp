// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Guards.h"
#include "support/Coroutines.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"

using namespace clang;

namespace asynctidy {

static const VarDecl *variable(const Expr *E) {
  const auto *D = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
}

bool neverReassigned(const VarDecl &V, const Stmt *Body) {
  if (!Body)
    return true;
  if (const auto *B = dyn_cast<BinaryOperator>(Body);
      B && B->isAssignmentOp() && variable(B->getLHS()) == &V)
    return false;
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Body);
      O && O->isAssignmentOp() && variable(O->getArg(0)) == &V)
    return false;
  if (const auto *U = dyn_cast<UnaryOperator>(Body);
      U && (U->getOpcode() == UO_AddrOf || U->isIncrementDecrementOp()) &&
      variable(U->getSubExpr()) == &V)
    return false;
  for (const Stmt *Child : Body->children())
    if (Child && !neverReassigned(V, Child))
      return false;
  return true;
}

namespace {

class GuardReader {
public:
  GuardReader(const Stmt *Body, ASTContext &Context, const Models &M)
      : Body(Body), Context(Context), M(M) {}

  /// What \p E being true says, and the question itself.
  Guarded read(const Expr *E, unsigned Depth = 0) const {
    if (!E || Depth > 8)
      return {};
    E = E->IgnoreParenImpCasts();
    if (const auto *W = dyn_cast<ExprWithCleanups>(E))
      return read(W->getSubExpr(), Depth + 1);
    if (const auto *U = dyn_cast<UnaryOperator>(E);
        U && U->getOpcode() == UO_LNot)
      return negated(read(U->getSubExpr(), Depth + 1));
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
      return read(Cast->getSubExpr(), Depth + 1);
    if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isEqualityOp()) {
      const Expr *Left = B->getLHS(), *Right = B->getRHS();
      std::optional<bool> Value = constant(Right);
      if (!Value) {
        Value = constant(Left);
        std::swap(Left, Right);
      }
      Guarded G = read(Left, Depth + 1);
      if (!Value) { // compared with a loop
        if (G.State == Guard::Unknown)
          G = read(Right, Depth + 1);
        G.SilentWhenFalse = true;
        return B->getOpcode() == BO_EQ ? G : negated(G);
      }
      return (B->getOpcode() == BO_EQ) == *Value ? G : negated(G);
    }
    if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(D->getDecl());
      if (V && V->hasLocalStorage() && V->getInit() &&
          neverReassigned(*V, Body))
        return read(V->getInit(), Depth + 1);
      return {};
    }
    std::optional<Call> C = asCall(E);
    if (!C)
      return {};
    if (isa<CXXConversionDecl>(C->Callee))
      return read(C->Object, Depth + 1);
    if (const CallModel *Model = M.call(*C);
        Model && Model->Asks == Question::Result)
      return {Guard::LoopRuns, E};
    // A helper that only returns the guard.
    const FunctionDecl *Def = C->Callee->getDefinition();
    const auto *Block =
        Def ? dyn_cast_or_null<CompoundStmt>(writtenBody(*Def)) : nullptr;
    if (!Block || Block->size() != 1)
      return {};
    const auto *Return = dyn_cast<ReturnStmt>(Block->body_front());
    Guarded G = Return ? read(Return->getRetValue(), Depth + 1) : Guarded();
    if (G.By)
      G.By = E;
    return G;
  }

private:
  /// What a null pointer, `true` or `false` is as a truth value.
  std::optional<bool> constant(const Expr *E) const {
    E = E->IgnoreParenImpCasts();
    if (const auto *B = dyn_cast<CXXBoolLiteralExpr>(E))
      return B->getValue();
    if (E->isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull) !=
        Expr::NPCK_NotNull)
      return false;
    return std::nullopt;
  }
  static Guarded negated(Guarded G) {
    if (G.State == Guard::LoopRuns)
      G.State = Guard::NoLoop;
    else if (G.State == Guard::NoLoop)
      G.State = Guard::LoopRuns;
    std::swap(G.SilentWhenFalse, G.SilentWhenTrue);
    return G;
  }

  const Stmt *Body;
  ASTContext &Context;
  const Models &M;
};

/// What may hold at a place: bit 0 "a loop runs", bit 1 "none runs".
struct State {
  unsigned May = 0;
  const Expr *By = nullptr;
  bool join(const State &O) {
    unsigned Before = May;
    May |= O.May;
    if (!By || May == 3)
      By = May == 3 ? nullptr : O.By;
    return May != Before;
  }
};

} // namespace

/// What the two ways out of \p B are chosen by: of `a && b`, its last operand.
static const Expr *decidingExpr(const CFGBlock &B) {
  const Stmt *T = B.getTerminatorStmt();
  if (B.succ_size() != 2 || !T || isa<SwitchStmt, CXXTryStmt>(T))
    return nullptr;
  const auto *E = dyn_cast_or_null<Expr>(B.getTerminatorCondition());
  while (E) {
    const auto *Logical = dyn_cast<BinaryOperator>(E->IgnoreParens());
    if (!Logical || !Logical->isLogicalOp())
      break;
    E = Logical->getRHS();
  }
  return E;
}

static unsigned bits(Guard G) { return G == Guard::LoopRuns ? 1 : 2; }

/// Calls that ask by throwing, anywhere below \p S.
static const Expr *throwingQuestion(const Stmt *S, const Models &M) {
  if (!S || isa<LambdaExpr>(S))
    return nullptr;
  if (std::optional<Call> C = asCall(S))
    if (const CallModel *Model = M.call(*C);
        Model && Model->Asks == Question::Throws)
      return C->E;
  for (const Stmt *Child : S->children())
    if (const Expr *E = throwingQuestion(Child, M))
      return E;
  return nullptr;
}

/// How many calls \p S has: with one, its handlers are entered by that one
/// only.
static unsigned callsIn(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return 0;
  unsigned Count = isa<CallExpr, CXXConstructExpr, CXXThrowExpr>(S);
  for (const Stmt *Child : S->children())
    Count += callsIn(Child);
  return Count;
}

bool mayAsk(const Call &C, const Stmt *Body, ASTContext &Context,
            const Models &M) {
  const CallModel *Model = M.call(C);
  return (Model && Model->Asks != Question::None) ||
         GuardReader(Body, Context, M).read(C.E).By;
}

llvm::DenseMap<const Stmt *, Guarded> guardedCalls(const Decl *D,
                                                   const Stmt *Body,
                                                   ASTContext &Context,
                                                   const Models &M) {
  llvm::DenseMap<const Stmt *, Guarded> Result;
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddEHEdges = true;
  std::unique_ptr<CFG> Graph =
      CFG::buildCFG(D, const_cast<Stmt *>(Body), &Context, Options);
  if (!Graph)
    return Result;
  GuardReader Reader(Body, Context, M);

  // The handlers that are entered only because no loop runs.
  llvm::DenseMap<const Stmt *, const Expr *> NoLoopHandlers;
  for (const CFGBlock *B : *Graph)
    if (const auto *Try = dyn_cast_or_null<CXXTryStmt>(B->getTerminatorStmt()))
      if (const Expr *Asked = throwingQuestion(Try->getTryBlock(), M))
        for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
          if (M.isNoLoopError(Try->getHandler(I)->getCaughtType()) ||
              callsIn(Try->getTryBlock()) == 1)
            NoLoopHandlers[Try->getHandler(I)] = Asked;

  llvm::DenseMap<const CFGBlock *, State> Entry;
  Entry[&Graph->getEntry()].May = 3;
  std::vector<const CFGBlock *> Work{&Graph->getEntry()};
  while (!Work.empty()) {
    const CFGBlock *B = Work.back();
    Work.pop_back();
    State Now = Entry[B];
    if (auto H = NoLoopHandlers.find(B->getLabel()); H != NoLoopHandlers.end())
      Now = {2, H->second};
    for (const CFGElement &E : *B) {
      std::optional<CFGStmt> S = E.getAs<CFGStmt>();
      std::optional<Call> C = S ? asCall(S->getStmt()) : std::nullopt;
      if (!C)
        continue;
      if (Now.May != 3)
        Result[C->E] = {Now.May == 1 ? Guard::LoopRuns : Guard::NoLoop, Now.By};
      else
        Result.erase(C->E);
      if (const CallModel *Model = M.call(*C);
          Model && Model->Asks == Question::Throws)
        Now = {1, C->E};
    }
    Guarded G = Reader.read(decidingExpr(*B));
    unsigned Index = 0;
    for (const CFGBlock *Next : B->succs()) {
      State Out = Now;
      bool Silent = Index == 0 ? G.SilentWhenTrue : G.SilentWhenFalse;
      if (G.State != Guard::Unknown && !Silent) {
        unsigned Says = bits(G.State);
        Out = {Index == 0 ? Says : 3 - Says, G.By};
        if (Now.May != 3 && !(Now.May & Out.May))
          Out.May = 0; // cannot happen
      }
      ++Index;
      if (!Next || !Out.May)
        continue;
      if (Entry[Next].join(Out))
        Work.push_back(Next);
    }
  }
  return Result;
}

/// What \p E being true proves, through `!` and constant locals.
static std::optional<bool> said(const Expr *E, const Stmt *Body, const Proof &P,
                                unsigned Depth = 0) {
  if (!E || Depth > 8)
    return std::nullopt;
  E = E->IgnoreParenImpCasts();
  if (const auto *W = dyn_cast<ExprWithCleanups>(E))
    return said(W->getSubExpr(), Body, P, Depth + 1);
  if (const auto *O = dyn_cast<UnaryOperator>(E);
      O && O->getOpcode() == UO_LNot) {
    std::optional<bool> Inner = said(O->getSubExpr(), Body, P, Depth + 1);
    return Inner ? std::optional<bool>(!*Inner) : std::nullopt;
  }
  if (const VarDecl *V = variable(E);
      V && V->hasLocalStorage() && V->getInit() && neverReassigned(*V, Body))
    return said(V->getInit(), Body, P, Depth + 1);
  return P.Said(E);
}

bool provenAt(const Stmt *At, const Decl *D, const Stmt *Body,
              ASTContext &Context, const Proof &P) {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph =
      CFG::buildCFG(D, const_cast<Stmt *>(Body), &Context, Options);
  if (!Graph)
    return false;
  llvm::DenseSet<const CFGBlock *> Open{&Graph->getEntry()}; // not yet proven
  std::vector<const CFGBlock *> Work{&Graph->getEntry()};
  bool Unproven = false, Seen = false;
  while (!Work.empty()) {
    const CFGBlock *B = Work.back();
    Work.pop_back();
    bool Proven = false;
    for (const CFGElement &E : *B) {
      std::optional<CFGStmt> S = E.getAs<CFGStmt>();
      if (!S)
        continue;
      if (S->getStmt() == At) {
        Seen = true;
        Unproven |= !Proven;
      }
      Proven |= P.Done(S->getStmt());
    }
    if (Proven)
      continue;
    std::optional<bool> Says = said(decidingExpr(*B), Body, P);
    unsigned Index = 0;
    for (const CFGBlock *Next : B->succs()) {
      bool ProvenThere = Says && (Index == 0) == *Says;
      ++Index;
      if (Next && !ProvenThere && Open.insert(Next).second)
        Work.push_back(Next);
    }
  }
  if (Seen)
    return !Unproven;
  // Reached by no path that leaves it open: proven, if it is in the graph.
  return llvm::any_of(*Graph, [At](const CFGBlock *B) {
    return llvm::any_of(*B, [At](const CFGElement &E) {
      std::optional<CFGStmt> S = E.getAs<CFGStmt>();
      return S && S->getStmt() == At;
    });
  });
}

} // namespace asynctidy
