// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace asynctidy {

/// The body as written: for a coroutine, without its implicit frame.
const clang::Stmt *writtenBody(const clang::FunctionDecl &F);

/// Does \p F have a coroutine's body?
bool isCoroutine(const clang::FunctionDecl &F);

/// The call operators a lambda has: one, or the instantiations of a generic
/// one.
llvm::SmallVector<const clang::CXXMethodDecl *, 2>
callOperators(const clang::CXXRecordDecl &Closure);

/// The operand of an explicit `co_await`, else null. Implicit initial and final
/// awaits have none.
const clang::Expr *awaited(const clang::Stmt *S);

/// Does \p T itself say how it is awaited, by the names the language looks for?
/// (A promise may know of more.)
bool isAwaitable(clang::QualType T);

/// Is \p S an explicit `co_await` or `co_yield`?
bool isSuspension(const clang::Stmt *S);

/// The explicit suspension points below \p S, in source order; those of lambdas
/// are not its own.
void findSuspensions(const clang::Stmt *S,
                     llvm::SmallVectorImpl<const clang::Expr *> &Found);

} // namespace asynctidy
