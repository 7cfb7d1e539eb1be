// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A number of permits. Source: asyncio/locks.py, Semaphore and BoundedSemaphore.
#pragma once

#include <cstddef>

#include "aio/coro.h"
#include "aio/detail/loop_bound.h"
#include "aio/detail/wait_list.h"
#include "aio/lock.h"

namespace aio {

/// First come, first served, even when permits are left: nobody overtakes a waiter.
/// Binds to the loop of its first blocking acquire(). Lifetime: must outlive waiters and guards. Threads: the loop's
/// only.
class Semaphore {
 public:
  /// Errors: ValueError "Semaphore initial value must be >= 0".
  explicit Semaphore(std::ptrdiff_t value = 1);
  virtual ~Semaphore() = default;
  Semaphore(const Semaphore&) = delete;

  /// Takes a permit; gives true. Suspends: until there is one, unless there is and nobody waits. Cancellation: the
  /// waiter leaves; a permit it had been given goes to the next. Errors: WrongLoopError "… is bound to a different
  /// event loop".
  Coro<bool> acquire();
  /// Gives a permit back, or one more than there were, and wakes the first waiter.
  virtual void release();
  /// A newcomer could not acquire() now without waiting.
  bool locked() const noexcept { return value_ == 0 || waiters_.has_waiting(); }
  /// acquire(), released by the guard: `auto guard = co_await semaphore.scoped();`
  Coro<Lock::Guard> scoped();

 protected:
  std::ptrdiff_t value() const noexcept { return value_; }

 private:
  void wake_next() noexcept;
  detail::LoopBound bound_;
  detail::WaitList waiters_;
  std::ptrdiff_t value_;
};

/// A Semaphore that notices a release() too many.
class BoundedSemaphore : public Semaphore {
 public:
  explicit BoundedSemaphore(std::ptrdiff_t value = 1) : Semaphore(value), bound_value_(value) {}
  /// Errors: ValueError "BoundedSemaphore released too many times"; a guard reports it as a RuntimeWarning.
  void release() override;

 private:
  std::ptrdiff_t bound_value_;
};

}  // namespace aio
