// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Calls.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include <vector>

/// Which object an expression names, and how a function uses an object.
namespace asynctidy {

class Unit;
struct Function;

/// A variable, a parameter, or a member (of `this`, or of a variable).
struct Object {
  const clang::ValueDecl *Decl = nullptr;
  const clang::VarDecl *Of = nullptr; ///< a member's variable; null: `this`

  explicit operator bool() const { return Decl; }
  bool operator==(const Object &) const = default;
  clang::QualType type() const; ///< without references and pointers
  bool isMember() const { return Decl && llvm::isa<clang::FieldDecl>(Decl); }
};

/// What \p E names: through casts, `&`, `*`, `->`, what models say passes its
/// object on (`std::move`, `get()`), and references or pointers that are set
/// once.
Object objectOf(const clang::Expr *E, const Unit &U);

/// The loop that a value of type \p T is, points to, or owns (a smart pointer).
const LoopModel *ownedLoop(clang::QualType T, const Unit &U);
/// The loop that \p O is or holds; null when it is none.
const LoopModel *loopModel(const Object &O, const Unit &U);

/// The mentions of the variables of one body, in source order, and which local
/// names only stand for another variable.
struct Mentions {
  unsigned Count = 0;
  llvm::DenseMap<const clang::VarDecl *,
                 std::vector<std::pair<unsigned, const clang::DeclRefExpr *>>>
      Of;
  llvm::DenseMap<const clang::VarDecl *, std::vector<const clang::VarDecl *>>
      Aliases;
};
Mentions mentionsIn(const clang::Stmt *Body, const Unit &U);

/// One mention of a variable, and what consumes it.
struct Use {
  enum Kind {
    Called,     ///< a member function is called on it: C
    Passed,     ///< argument Index of C
    Returned,   ///< returned or co_returned
    Captured,   ///< by Lambda
    Stored,     ///< copied or moved into something else
    Reassigned, ///< something else is assigned to it
    Awaited,    ///< the operand of co_await
    Tested,     ///< compared, or used as a condition
    Discarded,  ///< a statement of its own, or cast to void
    Deleted,
    Other
  };
  Kind K = Other;
  const clang::Expr *Mention = nullptr;
  const clang::Stmt *At = nullptr; ///< what consumes it
  std::optional<Call> C;
  unsigned Index = 0;
  const clang::LambdaExpr *Lambda = nullptr;
  bool Moved = false;

  /// The variable that is alone in the declaration which stores it, or null.
  const clang::VarDecl *keptIn() const;
};

/// How \p F uses the variable \p V, its set-once aliases included; the bodies
/// of lambdas count as one use, their capture.
std::vector<Use> usesOf(const clang::VarDecl &V, const Function &F,
                        const Unit &U, clang::ParentMap &Parents);

/// How \p F uses the member \p Field of any object of its class.
std::vector<Use> usesOf(const clang::FieldDecl &Field, const Function &F,
                        const Unit &U, clang::ParentMap &Parents);

/// What consumes the value of \p E.
Use consumerOf(const clang::Expr *E, const Unit &U, clang::ParentMap &Parents);

/// Is \p V a reference, or a pointer set once, so that it only names another
/// object?
bool isAlias(const clang::VarDecl &V);

} // namespace asynctidy
