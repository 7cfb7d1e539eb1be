// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A flag that tasks wait for. Source: asyncio/locks.py, Event.
#pragma once

#include "aio/coro.h"
#include "aio/detail/loop_bound.h"
#include "aio/detail/wait_list.h"

namespace aio {

/// Binds to the loop of its first blocking wait(). Lifetime: must outlive its waiters. Threads: the loop's only.
class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;

  /// Gives true. Suspends: until set(), unless it is set already. Cancellation: the waiter leaves, nothing is lost.
  /// Errors: WrongLoopError "… is bound to a different event loop".
  Coro<bool> wait();
  /// Wakes every waiter, in order; they pass even when clear() follows at once.
  void set();
  void clear() noexcept { set_ = false; }
  bool is_set() const noexcept { return set_; }

 private:
  detail::LoopBound bound_;
  detail::WaitList waiters_;
  bool set_ = false;
};

}  // namespace aio
