// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/semaphore.h"

#include "aio/errors.h"
#include "aio/warnings.h"

namespace aio {

Semaphore::Semaphore(std::ptrdiff_t value) : value_(value) {
  if (value < 0) throw ValueError("Semaphore initial value must be >= 0");
}

/// A permit is taken for a waiter when it is woken, not when it runs: nobody can take it in between.
void Semaphore::wake_next() noexcept {
  while (value_ > 0 && waiters_.wake_next()) --value_;
}

Coro<bool> Semaphore::acquire() {
  if (!locked()) {
    --value_;
    co_return true;
  }
  bound_.bind("Semaphore");
  detail::ListWaiter waiter(waiters_);
  try {
    co_await waiter;
  } catch (const CancelledError&) {
    waiter.leave();
    if (waiter.was_woken()) ++value_;  // the permit was ours to lose: hand it on
    wake_next();
    throw;
  }
  waiter.leave();
  wake_next();  // those who came meanwhile had to stand behind us, even if there were permits
  co_return true;
}

void Semaphore::release() {
  ++value_;
  wake_next();
}

Coro<Lock::Guard> Semaphore::scoped() {
  co_await acquire();
  co_return Lock::Guard(this, [](void* held) noexcept {
    try {
      static_cast<Semaphore*>(held)->release();
    } catch (const std::exception& error) {  // the scope's own release() came before; a destructor throws nothing
      detail::warn("RuntimeWarning", error.what(), Where{});
    }
  });
}

void BoundedSemaphore::release() {
  if (value() >= bound_value_) throw ValueError("BoundedSemaphore released too many times");
  Semaphore::release();
}

}  // namespace aio
