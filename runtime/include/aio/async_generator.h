// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A coroutine that yields values and may await between them. Source: PEP 525.
#pragma once

#include <concepts>
#include <coroutine>
#include <optional>
#include <utility>

#include "aio/coro.h"
#include "aio/detail/generator_state.h"

namespace aio {

namespace detail {

template <class T>
struct GeneratorPromiseOf : GeneratorPromise {
  template <class U>
    requires std::constructible_from<T, U>
  GeneratorYield yield_value(U&& value) {
    item.emplace(std::forward<U>(value));
    return {*this};
  }
  GeneratorYield yield_value(const Raise& raised) noexcept {
    error = raised.error;
    return {*this};
  }
  void return_void() const noexcept {}
  std::optional<T> item;
};

template <class T>
Coro<std::optional<T>> next_of(GeneratorUse use) {
  GeneratorState& state = use.state();
  std::optional<T> item;
  if (!state.begin_next()) co_return std::move(item);
  GeneratorTurn turn(state);
  co_await GeneratorAwaiter(state);
  auto& promise = static_cast<GeneratorPromiseOf<T>&>(state.promise());
  if (promise.error) std::rethrow_exception(std::exchange(promise.error, nullptr));
  item.swap(promise.item);
  co_return std::move(item);
}

}  // namespace detail

/// Yields values to who draws with next(): `while (auto item = co_await generator.next())`. Nothing runs before the
/// first next(), which registers it with the running loop, so that run(), Runner and drain() can close it.
/// Lifetime: owns the frame; parameters by reference must outlive it. Dropped half-way, it is closed by its loop in a
/// task of its own, or destroyed in place when that loop is closed or has shut its generators down. Threads: the
/// loop's; it may be dropped in any.
template <class T>
class [[nodiscard]] AsyncGenerator {
 public:
  struct promise_type : detail::GeneratorPromiseOf<T> {
    AsyncGenerator get_return_object() {
      this->self = std::coroutine_handle<promise_type>::from_promise(*this);
      return AsyncGenerator(
          detail::GeneratorUse(detail::Ref<detail::GeneratorState>::adopt(new detail::GeneratorState(*this))));
    }
  };

  AsyncGenerator(AsyncGenerator&&) noexcept = default;
  AsyncGenerator& operator=(AsyncGenerator&&) noexcept = default;

  /// The next value; nothing when the generator has ended.
  /// Suspends: as the generator does; it runs in the calling task. Cancellation: reaches what the generator awaits, and
  /// ends it unless it goes on. Errors: what the generator throws, which ends it; RuntimeError "anext(): asynchronous
  /// generator is already running" while somebody else draws; ResourceWarning after shutdown_asyncgens().
  Coro<std::optional<T>> next() { return detail::next_of<T>(use_); }
  /// Ends it: its co_yield throws GeneratorExit. Nothing to do before it began and after it ended.
  /// Suspends: while it cleans up. Cancellation: reaches its clean-up. Errors: what its clean-up throws; RuntimeError
  /// "async generator ignored GeneratorExit" when it yields again, "aclose(): asynchronous generator is already
  /// running".
  Coro<> aclose() { return detail::close_generator(use_); }

 private:
  explicit AsyncGenerator(detail::GeneratorUse use) noexcept : use_(std::move(use)) {}
  detail::GeneratorUse use_;
};

}  // namespace aio
