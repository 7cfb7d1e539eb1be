// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Contexts.h"
#include "support/Summaries.h"

/// What it takes to turn the functions of a unit into coroutines, and their
/// calls into awaited ones: the edits, or why it cannot be done.
namespace asynctidy {

/// The function around \p S as one to be turned, because \p S runs a coroutine
/// that it could await; no id when it could not.
Turnable turnable(const CallSite &S, const Unit &U);

/// Could \p D be turned, as far as its declaration says?
bool mayTurn(const clang::FunctionDecl &D, const Unit &U);

Turn turnOf(const Function &F, const Unit &U);
/// Of a function whose body is not seen: what its declarations say.
Turn turnOf(const clang::FunctionDecl &D, const Unit &U);
Awaiting awaitingOf(const CallSite &S, const Unit &U);

/// The first use of each function that is no call of it.
std::vector<Mention> mentionsOf(const Unit &U);

/// The files in which one of \p Functions is declared or has its body.
std::vector<Inclusion>
inclusionsOf(llvm::ArrayRef<const clang::FunctionDecl *> Functions,
             const Unit &U);

} // namespace asynctidy
