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
    using Release = void (*)(void* held) noexcept;
    explicit Guard(Lock& lock) noexcept;
    /// For what is released as a lock is: a Semaphore.
    Guard(void* held, Release release) noexcept : held_(held), release_(release) {}
    Guard(Guard&& other) noexcept : held_(std::exchange(other.held_, nullptr)), release_(other.release_) {}
    Guard& operator=(Guard&& other) noexcept {
      std::swap(held_, other.held_);
      std::swap(release_, other.release_);
      return *this;
    }
    ~Guard() {
      if (held_) release_(held_);
    }

   private:
    void* held_;
    Release release_;
  };
  /// acquire(), released by the guard: `auto guard = co_await lock.scoped();`
  Coro<Guard> scoped();

 private:
  detail::LoopBound bound_;
  detail::WaitList waiters_;
  bool locked_ = false;
};

}  // namespace aio
