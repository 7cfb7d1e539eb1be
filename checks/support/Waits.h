// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "support/Contexts.h"
#include "support/Edits.h"
#include "support/Objects.h"

/// Calls that block their thread: what they wait for, and who can end that.
namespace asynctidy {

/// A wait, on a loop's thread, for what only that loop can finish; or, on a
/// pool's, for the pool.
struct SelfWait {
  Object Loop;         ///< none: the loop that runs the caller
  bool OfPool = false; ///< it is a pool that waits for itself
  const CallSite *StartedBy =
      nullptr;                        ///< who gives the loop what is waited for
  const CallSite *HandedBy = nullptr; ///< OfPool: who gives it the waiter
  bool Certain = true; ///< one thread runs it, as far as this file shows
};

/// Does the blocking call \p S wait for the loop, or the pool, that it runs on?
std::optional<SelfWait> selfWait(const CallSite &S, const Unit &U);

/// Does \p S block no longer: a condition, or an earlier wait, says on every
/// path that what it waits for is there?
bool provenReady(const CallSite &S, const Unit &U);

/// `start(…, future token).get()` → `co_await start(…, awaited token)`, in a
/// coroutine of the same library.
Edits tokenInstead(const CallSite &S, const Unit &U);

} // namespace asynctidy
