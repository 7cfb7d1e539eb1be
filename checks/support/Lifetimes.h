// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Lifecycle.h"

/// What a reference, a pointer or a view refers to, and whether that is gone
/// before work that was started is done with it.
namespace asynctidy {

/// What an expression refers to.
struct Referent {
  enum Kind {
    Unknown,   ///< taken to live
    Lasting,   ///< of static storage
    Temporary, ///< gone at the end of the statement
    Local      ///< gone where its function ends: V
  };
  Kind K = Unknown;
  const clang::VarDecl *V = nullptr;

  bool dies() const { return K == Temporary || K == Local; }
};

/// What is referred to by \p E where it is bound to a reference, or is itself a
/// pointer or a view. What a parameter refers to is taken to live.
Referent referentOf(const clang::Expr *E, const Unit &U);

/// Does \p T refer to something that its objects do not own: a reference, a
/// pointer to an object, a view?
bool refers(clang::QualType T, const Unit &U);

/// Can control leave the function of \p P after \p Started without having
/// suspended, and without having run \p Loop, which may run the work (or any
/// loop, where it is none)?
bool leavesUnwaited(const Paths &P, const clang::Stmt *Started,
                    const Object &Loop, const Unit &U);

} // namespace asynctidy
