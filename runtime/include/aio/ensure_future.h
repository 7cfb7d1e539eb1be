// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Any awaitable as a future. Source: asyncio/tasks.py, ensure_future.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include "aio/awaitable.h"
#include "aio/event_loop.h"

namespace aio {

namespace detail {

template <class T>
Task<T> task_of_type(const Task<T>&);
template <class T>
Future<T> task_of_type(const Future<T>&);
template <class A>
concept FutureLike = requires(const std::remove_cvref_t<A>& a) { task_of_type(a); };

}  // namespace detail

/// A coroutine or awaitable becomes a task of `loop` (none: the running one); a Future or Task is given back as it is.
/// Errors: NoRunningLoopError; LoopClosedError, and the coroutine is closed; ValueError for a future of another loop.
template <Awaitable A>
auto ensure_future(A&& awaitable, EventLoop* loop = nullptr) {
  if constexpr (detail::FutureLike<A>) {
    if (loop && &awaitable.state()->loop() != &loop->state())
      throw ValueError("The future belongs to a different loop than the one specified as the loop argument");
    return std::decay_t<A>(std::forward<A>(awaitable));
  } else {
    EventLoop& target = loop ? *loop : get_running_loop();
    if constexpr (detail::is_coro<std::remove_cvref_t<A>>) {
      if (target.is_closed()) awaitable.close();
      return target.create_task(std::forward<A>(awaitable));
    } else {
      return target.create_task(detail::as_coro(std::forward<A>(awaitable)));
    }
  }
}

}  // namespace aio
