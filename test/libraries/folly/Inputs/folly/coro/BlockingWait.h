// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of folly that its model names, written for these tests.
#pragma once
#include <folly/coro/Task.h>

namespace folly::coro {
struct blocking_wait_fn {
  template <class Awaitable> auto operator()(Awaitable &&awaitable) const -> decltype(awaitable.await_resume());
};
inline constexpr blocking_wait_fn blocking_wait{};
static constexpr blocking_wait_fn const &blockingWait = blocking_wait;
} // namespace folly::coro
