// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From std::stop_token to cancellation. Source: extension; the bookkeeping is that of asyncio/timeouts.py.
#pragma once

#include <stop_token>
#include <type_traits>
#include <utility>

#include "aio/awaitable.h"
#include "aio/coro.h"
#include "aio/detail/cancel_scope.h"
#include "aio/detail/stop_link.h"
#include "aio/detail/wait_awaiter.h"
#include "aio/errors.h"

namespace aio {

namespace detail {

/// A block that a stop token cancels, while it lives.
class StopBlock {
 public:
  explicit StopBlock(std::stop_token token) : link_((scope_.enter("with_stop()"), scope_.task()), token, &scope_) {}

 private:
  CancelScope scope_;
  StopLink link_;
};

template <class T, class A>
Coro<T> with_stop_owned(std::stop_token token, A awaitable) {
  if (token.stop_requested()) {
    bool done = false;
    if constexpr (HasState<A>) done = awaitable.done();
    if (!done) co_await give_up(awaitable);
    co_return take_given_up<T>(awaitable);
  }
  StopBlock block(std::move(token));
  co_return co_await std::forward<A>(awaitable);
}

}  // namespace detail

/// Awaits, and cancels that when a stop is requested, from any thread.
/// Suspends: as the awaitable does; when stopped, until it has answered its cancellation. Cancellation: a stop is taken
/// back when the awaitable has ended (cancelling() is as before), one from outside is not. Errors: CancelledError
/// when stopped, unless the awaitable answers with something else; what it throws. Stopped before it began: a
/// coroutine never starts, a future that is done gives its result. Lifetime: rvalues are moved into the frame, lvalues
/// are copied. Threads: request_stop() from any; the rest on the loop's.
template <Awaitable A>
Coro<await_result_t<std::decay_t<A>>> with_stop(std::stop_token token, A&& awaitable) {
  return detail::with_stop_owned<await_result_t<std::decay_t<A>>, std::decay_t<A>>(std::move(token),
                                                                                   std::forward<A>(awaitable));
}

}  // namespace aio
