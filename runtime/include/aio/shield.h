// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An await whose cancellation stays outside. Source: asyncio/tasks.py, shield.
#pragma once

#include <type_traits>
#include <utility>

#include "aio/awaitable.h"
#include "aio/coro.h"
#include "aio/detail/owned.h"
#include "aio/detail/wait_awaiter.h"
#include "aio/errors.h"

namespace aio {

namespace detail {

/// Nobody waits any more: an error still to come goes to the exception handler, once.
void report_late_error(FutureState& shielded);

template <class T, class A>
Coro<T> shield_owned(A awaitable) {
  Ref<FutureState> inner = start_child(awaitable);
  {
    WaitAwaiter ended(inner);
    try {
      co_await ended;
    } catch (const CancelledError&) {
      if (!inner->done()) report_late_error(*inner);
      throw;
    }
  }
  co_return take<T>(inner);
}

}  // namespace detail

/// Awaits, and keeps a cancellation of the waiting task from what it waits for. A coroutine becomes a task of its own
/// when shield() is awaited; keep a task of yours to learn how it ended.
/// Suspends: until it is done. Cancellation: ends the wait at once; the inner task goes on, and an error it still has
/// goes to the exception handler as "<type> exception in shielded future". Errors: what the inner one throws,
/// its own cancellation included. Lifetime: rvalues are moved into the frame, lvalues are copied.
template <Awaitable A>
auto shield(A&& awaitable) {
  return detail::shield_owned<await_result_t<std::decay_t<A>>, std::decay_t<A>>(std::forward<A>(awaitable));
}

}  // namespace aio
