// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/condition.h"

#include <exception>
#include <utility>

#include "aio/errors.h"

namespace aio {

Condition::Condition(std::shared_ptr<Lock> lock) : lock_(lock ? std::move(lock) : std::make_shared<Lock>()) {}

Coro<bool> Condition::wait() {
  if (!lock_->locked()) throw RuntimeError("cannot wait on un-acquired lock");
  bound_.bind("Condition");
  lock_->release();

  std::exception_ptr cancellation;  // the latest; thrown once the lock is held
  bool notified = false;
  {
    detail::ListWaiter waiter(waiters_);
    try {
      co_await waiter;
    } catch (const CancelledError&) {
      cancellation = std::current_exception();
    }
    notified = waiter.was_woken();
  }
  for (bool held = false; !held;) {
    try {
      held = co_await lock_->acquire();
    } catch (const CancelledError&) {
      cancellation = std::current_exception();
    } catch (...) {
      if (notified) waiters_.wake_next();
      throw;
    }
  }
  if (!cancellation) co_return true;
  if (notified) waiters_.wake_next();  // it was ours to lose: hand it on
  std::rethrow_exception(cancellation);
}

void Condition::notify(std::size_t n) {
  if (!lock_->locked()) throw RuntimeError("cannot notify on un-acquired lock");
  while (n > 0 && waiters_.wake_next()) --n;
}

void Condition::notify_all() {
  if (!lock_->locked()) throw RuntimeError("cannot notify on un-acquired lock");
  waiters_.wake_all();
}

}  // namespace aio
