// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/LoopOwner.h"
#include "support/Objects.h"

/// How the mentions of one loop are written anew.
namespace asynctidy {

/// How the loop is held.
enum class Held { Value, Reference, Smart, Pointer };

/// How a value of type \p T holds a loop; nothing when it holds none.
std::optional<Held> heldAs(clang::QualType T, const Unit &U);
/// The class of the loop that \p D holds.
const clang::CXXRecordDecl *loopClass(const clang::ValueDecl &D, Held As);

/// One mention of the loop, and what is done with it.
struct Part {
  enum Role { Run, Close, Drain, Current, Option, Delete, Other };
  Role Is = Other;
  const clang::Expr *Mention = nullptr;
  Use At;
  /// The statement, when it is nothing but this.
  const clang::Stmt *Whole = nullptr;
  bool InLambda = false;
  bool ends() const { return Is == Close || Is == Drain || Is == Delete; }
};

/// Collects the edits for one loop.
class Rewriting {
public:
  Rewriting(const clang::ValueDecl &D, Held As, const LoopModel &Loop,
            const Unit &U)
      : D(D), As(As), Loop(Loop), U(U) {}

  bool refuse(clang::SourceLocation At, std::string Why) {
    if (All.Refused.empty()) {
      All.RefusedAt = At;
      All.Refused = std::move(Why);
    }
    return false;
  }
  std::string name() const { return "'" + D.getNameAsString() + "'"; }
  bool add(Edits More) {
    llvm::append_range(All, More);
    return !More.empty();
  }
  Repair result(bool Safe) const {
    if (All.Refused.empty())
      return {All, Safe};
    return {refused(All.Refused, All.RefusedAt)};
  }

  Part partOf(const clang::Expr *Mention, bool InLambda,
              clang::ParentMap &Parents) const;
  /// Writes \p Mention as what stands for the loop now: \p Lvalue.
  bool respell(const clang::Expr *Mention, llvm::StringRef Lvalue, bool Renamed,
               clang::ParentMap &Parents);
  /// `loop.run(f())` → `Instead(f())`, with \p Options behind.
  bool replaceRun(const Part &P, llvm::StringRef Instead,
                  llvm::StringRef Options);
  /// `Text;` for the statement \p Whole, with its line: another fix that puts
  /// something before it has to wait.
  bool replaceStatement(const clang::Stmt *Whole, std::string Text);
  bool remove(const clang::Stmt *Whole) {
    return add(removed(Whole, U)) ||
           refuse(Whole->getBeginLoc(), name() + " is used in a macro");
  }
  bool inMacro(const clang::Expr *Mention) {
    return refuse(Mention->getBeginLoc(), name() + " is used in a macro");
  }

  const clang::ValueDecl &D;
  const Held As;
  const LoopModel &Loop;
  const Unit &U;
  Edits All;
};

/// All mentions of \p D below a statement, those in lambdas too.
class MentionFinder {
public:
  explicit MentionFinder(const clang::ValueDecl &D) : D(D) {}
  struct Found {
    const clang::Expr *E;
    bool InLambda;
  };
  std::vector<Found> All;
  clang::SourceLocation Copied; ///< where a lambda captures it by value

  void visit(const clang::Stmt *S, bool InLambda = false) {
    if (!S)
      return;
    if (const auto *R = llvm::dyn_cast<clang::DeclRefExpr>(S);
        R && R->getDecl() == &D)
      All.push_back({R, InLambda});
    if (const auto *M = llvm::dyn_cast<clang::MemberExpr>(S);
        M && M->getMemberDecl() == &D)
      All.push_back({M, InLambda});
    if (const auto *L = llvm::dyn_cast<clang::LambdaExpr>(S)) {
      for (const clang::LambdaCapture &C : L->captures()) {
        if (!C.capturesVariable())
          continue;
        const auto *V = llvm::dyn_cast<clang::VarDecl>(C.getCapturedVar());
        if (V && V->isInitCapture())
          visit(V->getInit(), InLambda);
        else if (V == &D && C.getCaptureKind() == clang::LCK_ByCopy)
          Copied = C.getLocation();
      }
      return visit(L->getBody(), true);
    }
    if (const auto *Y = llvm::dyn_cast<clang::CoroutineSuspendExpr>(S))
      return visit(Y->getOperand(), InLambda);
    if (const auto *R = llvm::dyn_cast<clang::CoreturnStmt>(S))
      return visit(R->getOperand(), InLambda);
    if (const auto *B = llvm::dyn_cast<clang::CoroutineBodyStmt>(S))
      return visit(B->getBody(), InLambda);
    for (const clang::Stmt *Child : S->children())
      visit(Child, InLambda);
  }

private:
  const clang::ValueDecl &D;
};

} // namespace asynctidy
