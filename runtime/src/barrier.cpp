// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/barrier.h"

#include "aio/errors.h"

namespace aio {

Barrier::Barrier(std::size_t parties) : parties_(parties) {
  if (parties < 1) throw ValueError("parties must be >= 1");
}

void Barrier::close_if_empty() noexcept {
  if (inside_.size() > 0 || !is_emptying()) return;
  state_ = State::filling;
  outside_.wake_all();
}

Coro<std::size_t> Barrier::wait() {
  if (is_emptying()) {
    bound_.bind("Barrier");
    detail::ListWaiter waiter(outside_);
    do {
      waiter.rearm();
      co_await waiter;
    } while (is_emptying());
  }
  if (state_ == State::broken) throw BrokenBarrierError("Barrier aborted");

  // The cancelled are in line until they run; the count of the rest is taken only when it may matter.
  if (inside_.size() + 1 >= parties_ && inside_.count_waiting() + 1 >= parties_) {
    state_ = State::draining;
    next_index_ = 0;
    inside_.wake_all();
    close_if_empty();
    co_return parties_ - 1;
  }
  bound_.bind("Barrier");
  detail::ListWaiter waiter(inside_);
  try {
    co_await waiter;
  } catch (const CancelledError&) {
    waiter.leave();
    close_if_empty();
    throw;
  }
  const State found = state_;
  waiter.leave();
  close_if_empty();
  if (found != State::draining) throw BrokenBarrierError("Abort or reset of barrier");
  co_return next_index_++;
}

Coro<> Barrier::reset() {
  state_ = State::resetting;
  inside_.wake_all();
  close_if_empty();
  co_return;
}

Coro<> Barrier::abort() {
  state_ = State::broken;
  inside_.wake_all();
  outside_.wake_all();
  co_return;
}

}  // namespace aio
