// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A block that must end in time. Source: asyncio/timeouts.py; wait_for from asyncio/tasks.py.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "aio/awaitable.h"
#include "aio/coro.h"
#include "aio/detail/alarm.h"
#include "aio/detail/cancel_scope.h"
#include "aio/detail/delay.h"
#include "aio/detail/wait_awaiter.h"
#include "aio/event_loop.h"

namespace aio {

namespace detail {
class TimeoutBlock;
}

/// What the body of timeout() gets: its deadline, which can be moved, and whether it struck.
/// Lifetime: of one timeout(); it must outlive it. Threads: the loop's only.
class Timeout : detail::Alarm {
 public:
  Timeout() noexcept = default;
  Timeout(const Timeout&) = delete;

  /// On the scale of EventLoop::time(); none: no limit. Stays after the end.
  std::optional<TimePoint> when() const noexcept { return when_; }
  /// Moves the deadline, or removes it. Errors: RuntimeError "Timeout has not been entered", "Cannot change state of
  /// expiring Timeout", "… expired …", "… finished …".
  void reschedule(std::optional<TimePoint> when);
  /// The deadline passed while the body was suspended.
  bool expired() const noexcept { return state_ == State::expiring || state_ == State::expired; }

 private:
  friend class detail::TimeoutBlock;
  enum class State : std::uint8_t { created, active, expiring, expired, finished };
  void ring() noexcept override;

  detail::CancelScope scope_;
  std::optional<TimePoint> when_;
  State state_ = State::created;
};

namespace detail {

/// The time between entering a Timeout and leaving it, in the frame of who awaits.
class TimeoutBlock {
 public:
  TimeoutBlock(Timeout& timeout, std::optional<TimePoint> when);
  TimeoutBlock(const TimeoutBlock&) = delete;
  ~TimeoutBlock();
  /// Ends the block as the body did: throws `error` if there is one, a TimeoutError where the deadline caused it.
  void leave(const std::exception_ptr& error);

 private:
  Timeout& timeout_;
};

/// Throws the cancellation that is being handled on as a TimeoutError with it nested.
[[noreturn]] void throw_timeout();
TimePoint loop_time();

struct Deadline {
  Delay delay;
  std::optional<TimePoint> when;
  std::optional<TimePoint> resolve() const { return delay.value ? delay.from(loop_time()) : when; }
};

template <class T, class F>
Coro<T> timeout_owned(Timeout* given, Deadline deadline, F body) {
  Timeout own;
  Timeout& timeout = given ? *given : own;
  TimeoutBlock block(timeout, deadline.resolve());
  std::exception_ptr error;
  Slot<T> slot;
  try {
    if constexpr (std::is_void_v<T>)
      co_await std::invoke(body, timeout);
    else
      slot.value.emplace(co_await std::invoke(body, timeout));
  } catch (...) {
    error = std::current_exception();
  }
  block.leave(error);
  if constexpr (!std::is_void_v<T>) co_return std::move(*slot.value);
}

template <class F>
using timeout_result_t = await_result_t<std::invoke_result_t<std::decay_t<F>&, Timeout&>>;

template <class T, class A>
Coro<T> wait_for_owned(A awaitable, Delay limit) {
  if (limit.has_passed()) {
    bool done = false;
    if constexpr (HasState<A>) done = awaitable.done();
    if (!done) {
      co_await give_up(awaitable);
      try {
        co_return take_given_up<T>(awaitable);
      } catch (const CancelledError&) {
        throw_timeout();
      }
    }
    limit = {};
  }
  Timeout timeout;
  TimeoutBlock block(timeout, limit.value ? limit.from(loop_time()) : std::nullopt);
  std::exception_ptr error;
  Slot<T> slot;
  try {
    if constexpr (std::is_void_v<T>)
      co_await std::forward<A>(awaitable);
    else
      slot.value.emplace(co_await std::forward<A>(awaitable));
  } catch (...) {
    error = std::current_exception();
  }
  block.leave(error);
  if constexpr (!std::is_void_v<T>) co_return std::move(*slot.value);
}

}  // namespace detail

/// Runs `body(Timeout&)` in this task and gives its value, unless it takes longer than `delay`.
/// Suspends: as the body does. Cancellation: one from outside is never mistaken for the deadline's, nor lost.
/// Errors: TimeoutError, with the CancelledError nested, when the deadline cancelled the body and that is how it ended;
/// else what the body throws. A body that never suspends is never late; one that swallows the cancellation is not
/// interrupted. RuntimeError outside of a task. Units: any chrono duration, none for no limit; not positive: the body
/// is cancelled at its first suspension. Lifetime: keeps `body` and its captures until it ended.
template <class F>
auto timeout(detail::Delay delay, F&& body) {
  return detail::timeout_owned<detail::timeout_result_t<F>, std::decay_t<F>>(nullptr, {delay, {}},
                                                                             std::forward<F>(body));
}
/// The same with a Timeout of the caller, to read expired() afterwards. Errors: RuntimeError "Timeout has already been
/// entered". Lifetime: `manager` must outlive it.
template <class F>
auto timeout(Timeout& manager, detail::Delay delay, F&& body) {
  return detail::timeout_owned<detail::timeout_result_t<F>, std::decay_t<F>>(&manager, {delay, {}},
                                                                             std::forward<F>(body));
}
/// timeout() with a point on the scale of EventLoop::time().
template <class F>
auto timeout_at(std::optional<TimePoint> when, F&& body) {
  return detail::timeout_owned<detail::timeout_result_t<F>, std::decay_t<F>>(nullptr, {{}, when},
                                                                             std::forward<F>(body));
}
template <class F>
auto timeout_at(Timeout& manager, std::optional<TimePoint> when, F&& body) {
  return detail::timeout_owned<detail::timeout_result_t<F>, std::decay_t<F>>(&manager, {{}, when},
                                                                             std::forward<F>(body));
}

/// Awaits with a time limit. A coroutine runs in the calling task.
/// Suspends: as the awaitable does; when the time is up, until it has answered its cancellation. Cancellation: reaches
/// the awaitable, and is waited for. Errors: TimeoutError; what the awaitable throws. When it swallows the cancellation
/// its value is given. Units: as timeout(); not positive: a coroutine never starts, a future that is done gives its
/// result. Lifetime: rvalues are moved into the frame, lvalues are copied.
template <Awaitable A>
Coro<await_result_t<std::decay_t<A>>> wait_for(A&& awaitable, detail::Delay limit) {
  return detail::wait_for_owned<await_result_t<std::decay_t<A>>, std::decay_t<A>>(std::forward<A>(awaitable), limit);
}

}  // namespace aio
