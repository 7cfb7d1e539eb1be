// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Arguments that a combinator takes into its own frame.
#pragma once

#include <concepts>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include "aio/detail/future_state.h"
#include "aio/ensure_future.h"

namespace aio::detail {

/// The elements, moved out of a range that is given away, else copied.
template <class Rng>
auto own(Rng&& range) {
  using Element = std::ranges::range_value_t<Rng>;
  std::vector<Element> owned;
  for (auto&& element : range) {
    if constexpr (std::is_lvalue_reference_v<Rng> || std::ranges::view<std::remove_cvref_t<Rng>>)
      owned.push_back(element);
    else
      owned.push_back(std::move(element));
  }
  return owned;
}

template <class A>
concept HasState = FutureLike<A> || std::same_as<std::remove_cvref_t<A>, AnyTask>;

/// An argument as a future that runs: what is not one yet becomes a task.
template <class A>
Ref<FutureState> start_child(A& argument) {
  if constexpr (HasState<A>)
    return std::move(argument).state();
  else
    return ensure_future(std::move(argument)).state();
}

/// Drops repetitions; the order stays.
void keep_distinct(std::vector<Ref<FutureState>>& futures);

}  // namespace aio::detail
