// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cstdint>
#include <string>

#include "aio/detail/loop_bound.h"
#include "aio/detail/wait_list.h"
#include "aio/errors.h"
#include "aio/event.h"
#include "aio/lock.h"

namespace aio {

namespace detail {

LoopBound::LoopBound() noexcept {
  const LoopState* running = this_thread().running;
  if (running && running->debug.load(std::memory_order_relaxed)) loop_ = running->id;
}

void LoopBound::bind(const char* what) {
  const std::uint64_t running = running_state().id;
  std::uint64_t bound = 0;
  if (loop_.compare_exchange_strong(bound, running, std::memory_order_relaxed) || bound == running) return;
  throw WrongLoopError(std::string(what) + " is bound to a different event loop");
}

ListWaiter::ListWaiter(WaitList& list) noexcept : list_(&list), previous_(list.last_) {
  (previous_ ? previous_->next_ : list.first_) = this;
  list.last_ = this;
  ++list.size_;
}

ListWaiter::~ListWaiter() { leave(); }

void ListWaiter::leave() noexcept {
  if (!list_) return;
  (previous_ ? previous_->next_ : list_->first_) = next_;
  (next_ ? next_->previous_ : list_->last_) = previous_;
  --list_->size_;
  list_ = nullptr;
}

void ListWaiter::hand_on() noexcept {
  WaitList* const list = list_;
  leave();
  if (list) list->wake_next();
}

WaitList::~WaitList() {
  while (first_) first_->leave();
}

bool WaitList::has_waiting() const noexcept {
  for (const ListWaiter* waiter = first_; waiter; waiter = waiter->next_) {
    if (!waiter->was_cancelled()) return true;
  }
  return false;
}

std::size_t WaitList::count_waiting() const noexcept {
  std::size_t count = 0;
  for (const ListWaiter* waiter = first_; waiter; waiter = waiter->next_) count += !waiter->was_cancelled();
  return count;
}

void WaitList::wake_all() noexcept {
  for (ListWaiter* waiter = first_; waiter; waiter = waiter->next_) waiter->wake();
}

void WaitList::wake_first() noexcept {
  if (first_) first_->wake();
}

bool WaitList::wake_first_waiting() noexcept {
  for (ListWaiter* waiter = first_; waiter; waiter = waiter->next_) {
    if (waiter->is_settled()) continue;
    waiter->wake();
    return true;
  }
  return false;
}

}  // namespace detail

Coro<bool> Event::wait() {
  if (set_) co_return true;
  bound_.bind("Event");
  detail::ListWaiter waiter(waiters_);
  co_await waiter;
  co_return true;
}

void Event::set() {
  if (set_) return;
  set_ = true;
  waiters_.wake_all();
}

Coro<bool> Lock::acquire() {
  if (!locked_ && !waiters_.has_waiting()) {
    locked_ = true;
    co_return true;
  }
  bound_.bind("Lock");
  {
    detail::ListWaiter waiter(waiters_);
    try {
      co_await waiter;
    } catch (const CancelledError&) {
      waiter.leave();
      if (!locked_) waiters_.wake_first();  // the wake-up was ours to lose: hand it on
      throw;
    }
  }
  locked_ = true;
  co_return true;
}

void Lock::release() {
  if (!locked_) throw RuntimeError("Lock is not acquired.");
  locked_ = false;
  waiters_.wake_first();
}

Lock::Guard::Guard(Lock& lock) noexcept
    : Guard(&lock, [](void* held) noexcept {
        auto& locked = *static_cast<Lock*>(held);
        if (locked.locked()) locked.release();
      }) {}

Coro<Lock::Guard> Lock::scoped() {
  co_await acquire();
  co_return Guard(*this);
}

}  // namespace aio
