// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Contexts.h"
#include "support/Edits.h"

/// Calls made on a loop: why they are, and the way there.
namespace asynctidy {

/// How control comes to a call on the loop's thread.
struct OnLoop {
  std::vector<Hop> Hops; ///< the notes, the seed first
  /// Set when nothing in this unit says so: a caller of this function, in
  /// another file, may.
  const Function *Open = nullptr;
  bool Possible = false;    ///< through a virtual call: another may be meant
  bool InCoroutine = false; ///< the function around the call is the coroutine
  const Library *Of = nullptr; ///< whose loop it is, when that is known
};

/// Whose loop runs what \p Seed, the first of a chain, is the reason for.
const Library *libraryOf(const Why &Seed);

/// Nothing when no caller can prove that \p S runs on a loop, when a guard says
/// that it does not, and where control never comes.
std::optional<OnLoop> onLoop(const CallSite &S, const Unit &U);

/// What running this loop here does: it may be another than the one that runs.
/// The call's model has to say what nesting does.
Nesting nesting(const CallSite &S, const Unit &U);

/// The end of the sentence: what running a loop inside of a running one does.
llvm::StringRef consequence(Nesting N);

/// Is the loop at \p Loop of \p S seen to be another one than the loop \p S
/// runs on: made by its function for itself, or of another name?
bool runsOtherLoop(const CallSite &S, Place Loop, const Unit &U);

/// Why `co_await` cannot stand where the call \p S does: in a handler, in a
/// static initialiser. Empty: it can, if the function is a coroutine.
std::string awaitObstacle(const CallSite &S, const Unit &U);

/// May `co_await` stand for the call \p S? In a coroutine, in no macro, handler
/// or static initialiser. If not, and the coroutine is there, \p None says why.
bool mayAwait(const CallSite &S, const Unit &U, Edits &None);

} // namespace asynctidy
