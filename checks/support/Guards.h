// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Calls.h"
#include "support/Models.h"
#include "llvm/ADT/DenseMap.h"

/// "Is a loop running here?", asked by the program itself.
namespace asynctidy {

enum class Guard { Unknown, LoopRuns, NoLoop };

struct Guarded {
  Guard State = Guard::Unknown;
  const clang::Expr *By = nullptr; ///< the question, where one was asked
  /// `running() == &loop`: says nothing when it is false (or true, negated).
  bool SilentWhenFalse = false, SilentWhenTrue = false;
};

/// For every call of \p Body, what the guards that dominate it say.
llvm::DenseMap<const clang::Stmt *, Guarded>
guardedCalls(const clang::Decl *D, const clang::Stmt *Body,
             clang::ASTContext &Context, const Models &M);

/// Does the call \p C in \p Body ask, itself or by a helper that only returns
/// the answer?
bool mayAsk(const Call &C, const clang::Stmt *Body, clang::ASTContext &Context,
            const Models &M);

/// What shows that something holds: a condition, when it is true (or, `false`,
/// when it is not), and a statement, behind it.
struct Proof {
  llvm::function_ref<std::optional<bool>(const clang::Expr *Condition)> Said;
  llvm::function_ref<bool(const clang::Stmt *)> Done;
};
/// Does it hold on every path to \p At?
bool provenAt(const clang::Stmt *At, const clang::Decl *D,
              const clang::Stmt *Body, clang::ASTContext &Context,
              const Proof &P);

/// Is \p V, a local variable of \p Body, never assigned after its initialiser,
/// and its address never taken?
bool neverReassigned(const clang::VarDecl &V, const clang::Stmt *Body);

} // namespace asynctidy
