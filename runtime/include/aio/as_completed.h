// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tasks, one after the other, as they end. Source: asyncio/tasks.py, as_completed.
#pragma once

#include <exception>
#include <memory>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include "aio/async_generator.h"
#include "aio/detail/completions.h"
#include "aio/detail/delay.h"
#include "aio/detail/owned.h"
#include "aio/errors.h"

namespace aio {

namespace detail {

template <class Handle>
AsyncGenerator<Handle> as_completed_owned(std::unique_ptr<Completions> completions) {
  while (completions->left() > 0) {
    Raise raised;
    {
      Completions::Next next(*completions);
      try {
        co_await next;
      } catch (const CancelledError&) {
        raised.error = std::current_exception();
      }
    }
    if (!raised.error) {
      if (Ref<FutureState> ended = completions->take()) {
        co_yield Handle(std::move(ended));
        continue;
      }
      raised.error = std::make_exception_ptr(TimeoutError());
    }
    co_yield raised;
  }
}

}  // namespace detail

/// Gives each task when it has ended, in the order of their ends: `while (auto task = co_await ended.next())`.
/// Coroutines become tasks now, and the time runs from now. A task given twice is one. Suspends: next(), until another
/// one has ended. Cancellation: of next(): nothing is lost, draw again; the tasks are never cancelled. Errors:
/// NoRunningLoopError; ValueError for a future of another loop; next() throws TimeoutError for each one that had not
/// ended in time. Units: any chrono duration, none for no limit. Lifetime: takes its arguments; lvalues are copied.
/// Futures are given back as they are.
template <std::ranges::input_range Rng>
auto as_completed(Rng&& awaitables, detail::Delay timeout = {}) {
  using A = std::ranges::range_value_t<Rng>;
  using Handle = std::remove_cvref_t<decltype(ensure_future(std::declval<A>()))>;
  std::vector<detail::Ref<detail::FutureState>> futures;
  for (A& awaitable : detail::own(std::forward<Rng>(awaitables)))
    futures.push_back(ensure_future(std::move(awaitable)).state());
  detail::keep_distinct(futures);
  return detail::as_completed_owned<Handle>(
      std::make_unique<detail::Completions>(std::move(futures), timeout.from(detail::running_state().now())));
}

}  // namespace aio
