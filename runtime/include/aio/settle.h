// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An await that never throws. Source: extension (gather(return_exceptions=True) of one).
#pragma once

#include <exception>
#include <type_traits>
#include <utility>
#include <variant>

#include "aio/awaitable.h"
#include "aio/coro.h"

namespace aio {

/// How an awaitable ended: its value, or what it threw, cancellations included.
template <class T = void>
struct Outcome {
  using Variant = std::variant<wrap_void<T>, std::exception_ptr>;
  Variant v;

  bool has_value() const noexcept { return v.index() == 0; }
  /// Null when there is a value.
  std::exception_ptr error() const noexcept { return v.index() == 1 ? std::get<1>(v) : nullptr; }
  /// The value, or throws what the awaitable threw.
  wrap_void<T>& value() & {
    if (!has_value()) std::rethrow_exception(std::get<1>(v));
    return std::get<0>(v);
  }
  wrap_void<T> value() && { return std::move(value()); }
};

namespace detail {
template <class T, class A>
Coro<Outcome<T>> settle_owned(A awaitable) {
  Outcome<T> outcome{typename Outcome<T>::Variant(std::in_place_index<1>, nullptr)};
  try {
    if constexpr (std::is_void_v<T>) {
      co_await std::forward<A>(awaitable);
      outcome.v.template emplace<0>();
    } else {
      outcome.v.template emplace<0>(co_await std::forward<A>(awaitable));
    }
  } catch (...) {
    outcome.v.template emplace<1>(std::current_exception());
  }
  co_return std::move(outcome);
}
}  // namespace detail

/// Awaits, and gives the outcome in place of throwing, so that clean-up can be awaited after it.
/// Suspends: as the awaitable does. Cancellation: reaches the awaitable and is in the outcome: rethrow it.
/// Lifetime: rvalues are moved into the frame, lvalues are copied.
template <Awaitable A>
auto settle(A&& awaitable) {
  return detail::settle_owned<await_result_t<A>, std::decay_t<A>>(std::forward<A>(awaitable));
}

}  // namespace aio
