// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Models.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace asynctidy {

/// One call, whatever its syntax: a function, a member, a call operator, a
/// constructor.
struct Call {
  const clang::Expr *E = nullptr;
  /// The function called; for `f.operator()()` on a library's function object,
  /// the operator.
  const clang::FunctionDecl *Callee = nullptr;
  /// The object of a member call, else null.
  const clang::Expr *Object = nullptr;
  llvm::SmallVector<const clang::Expr *, 4> Args;
  /// A variable called as a function (`sync_wait(x)` on a function object).
  const clang::VarDecl *FunctionObject = nullptr;

  /// Where its name stands.
  clang::SourceLocation nameLoc() const;
  /// How diagnostics name it: qualified, without template arguments.
  std::string name() const;
  /// The expression at \p P: the object or an argument; null when there is
  /// none.
  const clang::Expr *at(Place P) const;
  /// Does \p P name argument \p Index?
  bool isArg(Place P, unsigned Index) const;
};

/// \p S as a call, or nothing.
std::optional<Call> asCall(const clang::Stmt *S);

/// \p E without what changes neither value nor identity: parentheses, implicit
/// casts, temporaries, copies made by moves.
const clang::Expr *stripped(const clang::Expr *E);

/// Is the function that \p C runs chosen by the object's class?
bool isVirtualCall(const Call &C, const clang::ASTContext &Context);

} // namespace asynctidy
