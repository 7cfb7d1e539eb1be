// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waiting, under a lock, for something to change. Source: asyncio/locks.py, Condition.
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>

#include "aio/coro.h"
#include "aio/detail/loop_bound.h"
#include "aio/detail/wait_list.h"
#include "aio/lock.h"

namespace aio {

/// A lock, its own or one shared with others, and those who wait for a notify() under it.
/// Binds to the loop of its first wait(); the lock binds by itself. Lifetime: must outlive waiters and guards.
/// Threads: the loop's only.
class Condition {
 public:
  explicit Condition(std::shared_ptr<Lock> lock = {});
  Condition(const Condition&) = delete;

  /// The lock's.
  Coro<bool> acquire() { return lock_->acquire(); }
  void release() { lock_->release(); }
  bool locked() const noexcept { return lock_->locked(); }
  Coro<Lock::Guard> scoped() { return lock_->scoped(); }

  /// Releases the lock, waits for a notification, takes the lock again; gives true. May wake without one: look at what
  /// you wait for, or use wait_for(). Suspends: always. Cancellation: delivered when the lock is held again; a
  /// notification that had arrived goes to another waiter. Errors: RuntimeError "cannot wait on un-acquired lock",
  /// WrongLoopError "… is bound to a different event loop".
  Coro<bool> wait();
  /// Waits until `predicate` is true; true at once needs no lock. Suspends, cancellation, errors: as wait(), and what
  /// the predicate throws. Lifetime: owns the predicate.
  template <std::predicate P>
  Coro<> wait_for(P predicate) {
    while (!predicate()) co_await wait();
  }
  /// Wakes the first `n` who wait; they go on when the lock is released.
  /// Errors: RuntimeError "cannot notify on un-acquired lock".
  void notify(std::size_t n = 1);
  void notify_all();

 private:
  std::shared_ptr<Lock> lock_;
  detail::LoopBound bound_;
  detail::WaitList waiters_;
};

}  // namespace aio
