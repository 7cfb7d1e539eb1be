// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Several awaitables at once. Source: asyncio/tasks.py, gather.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>
#include <memory>
#include <ranges>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "aio/awaitable.h"
#include "aio/coro.h"
#include "aio/detail/gather_wait.h"
#include "aio/detail/owned.h"
#include "aio/settle.h"

namespace aio {

namespace detail {

template <class T>
wrap_void<T> take_wrapped(Ref<FutureState>& child) {
  if constexpr (std::is_void_v<T>) {
    child->check_result();
    return Unit{};
  } else {
    return take<T>(child);
  }
}

template <class T>
Outcome<T> take_outcome(Ref<FutureState>& child) {
  if (child->progress() != Progress::finished) {
    try {
      child->check_result();
    } catch (...) {
      return Outcome<T>{typename Outcome<T>::Variant(std::in_place_index<1>, std::current_exception())};
    }
  }
  return Outcome<T>{typename Outcome<T>::Variant(std::in_place_index<0>, take_wrapped<T>(child))};
}

template <class... A, std::size_t... I>
Coro<std::tuple<wrap_void<await_result_t<A>>...>> gather_owned(std::index_sequence<I...>, A... arguments) {
  std::array<Ref<FutureState>, sizeof...(A)> children{start_child(arguments)...};
  GatherWait wait(children, true);
  co_await wait;
  co_return std::tuple<wrap_void<await_result_t<A>>...>{take_wrapped<await_result_t<A>>(children[I])...};
}

template <class... A, std::size_t... I>
Coro<std::tuple<Outcome<await_result_t<A>>...>> gather_settled_owned(std::index_sequence<I...>, A... arguments) {
  std::array<Ref<FutureState>, sizeof...(A)> children{start_child(arguments)...};
  GatherWait wait(children, false);
  co_await wait;
  co_return std::tuple<Outcome<await_result_t<A>>...>{take_outcome<await_result_t<A>>(children[I])...};
}

template <class T, class A>
Coro<std::vector<wrap_void<T>>> gather_range(std::vector<A> arguments) {
  std::vector<Ref<FutureState>> children;
  children.reserve(arguments.size());
  for (A& argument : arguments) children.push_back(start_child(argument));
  arguments.clear();
  GatherWait wait(children, true);
  co_await wait;
  std::vector<wrap_void<T>> results;
  results.reserve(children.size());
  for (Ref<FutureState>& child : children) results.push_back(take_wrapped<T>(child));
  co_return std::move(results);
}

template <class T, class A>
Coro<std::vector<Outcome<T>>> gather_range_settled(std::vector<A> arguments) {
  std::vector<Ref<FutureState>> children;
  children.reserve(arguments.size());
  for (A& argument : arguments) children.push_back(start_child(argument));
  arguments.clear();
  GatherWait wait(children, false);
  co_await wait;
  std::vector<Outcome<T>> outcomes;
  outcomes.reserve(children.size());
  for (Ref<FutureState>& child : children) outcomes.push_back(take_outcome<T>(child));
  co_return std::move(outcomes);
}

}  // namespace detail

/// Runs the awaitables together and gives their values in argument order. Coroutines become tasks when it is awaited.
/// Suspends: until all are done, or one failed. Cancellation: cancels every child, and ends when all have ended.
/// Errors: the first child's error, at once; siblings run on and their later errors are silent. ValueError for futures
/// of another loop. Lifetime: takes its arguments into its frame; lvalues are copied.
template <Awaitable... A>
Coro<std::tuple<wrap_void<await_result_t<std::decay_t<A>>>...>> gather(A&&... awaitables) {
  return detail::gather_owned<std::decay_t<A>...>(std::index_sequence_for<A...>{}, std::forward<A>(awaitables)...);
}

/// return_exceptions=True: waits for all, throws nothing of theirs. Cancellation: as gather().
template <Awaitable... A>
Coro<std::tuple<Outcome<await_result_t<std::decay_t<A>>>...>> gather_settled(A&&... awaitables) {
  return detail::gather_settled_owned<std::decay_t<A>...>(std::index_sequence_for<A...>{},
                                                          std::forward<A>(awaitables)...);
}

/// gather() of a range: Coro<std::vector<T>>, Unit for void.
template <class Rng>
auto gather_all(Rng&& awaitables) {
  using A = std::ranges::range_value_t<Rng>;
  return detail::gather_range<await_result_t<A>, A>(detail::own(std::forward<Rng>(awaitables)));
}

/// gather_settled() of a range, AnyTask included: Coro<std::vector<Outcome<T>>>.
template <class Rng>
auto gather_all_settled(Rng&& awaitables) {
  using A = std::ranges::range_value_t<Rng>;
  return detail::gather_range_settled<await_result_t<A>, A>(detail::own(std::forward<Rng>(awaitables)));
}

}  // namespace aio
