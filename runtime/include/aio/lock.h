// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mutual exclusion between tasks. Source: asyncio/locks.py, Lock.
#pragma once

#include <utility>

#include "aio/coro.h"
#include "aio/detail/loop_bound.h"
#include "aio/detail/wait_list.h"

namespace aio {

/// Fair: first come, first served. Not re-entrant, and any task may release it.
/// Binds to the loop of its first blocking acquire(). Lifetime: must outlive waiters and guards. Threads: the loop's
/// only.
class Lock {
 public:
  Lock() = default;
  Lock(const Lock&) = delete;

  /// Gives true. Suspends: until the lock is free, unless it is. Cancellation: the waiter leaves; no wake-up is lost.
  /// Errors: WrongLoopError "… is bound to a different event loop".
  Coro<bool> acquire();
  /// Wakes the first waiter. Errors: RuntimeError "Lock is not acquired."
  void release();
  bool locked() const noexcept { return locked_; }

  /// Releases at the end of its scope.
  class [[nodiscard]] Guard {
   public:
    explicit Guard(Lock& lock) noexcept : lock_(&lock) {}
    Guard(Guard&& other) noexcept : lock_(std::exchange(other.lock_, nullptr)) {}
    Guard& operator=(Guard&& other) noexcept {
      std::swap(lock_, other.lock_);
      return *this;
    }
    ~Guard() {
      if (lock_ && lock_->locked()) lock_->release();
    }

   private:
    Lock* lock_;
  };
  /// acquire(), released by the guard: `auto guard = co_await lock.scoped();`
  Coro<Guard> scoped();

 private:
  detail::LoopBound bound_;
  detail::WaitList waiters_;
  bool locked_ = false;
};

}  // namespace aio
