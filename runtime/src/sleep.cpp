// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/sleep.h"

namespace aio {

namespace detail {

SleepAwaiter::~SleepAwaiter() {
  if (place != nowhere) task_->loop().remove_timer(this);
}

void SleepAwaiter::start(PromiseBase& leaf) {
  suspend(leaf);
  task_->loop().add_timer(this, task_->loop().step_time() + delay_);
}

bool SleepAwaiter::cancel_wait(const std::any& message) {
  if (!Waiter::cancel_wait(message)) return false;
  task_->loop().remove_timer(this);
  return true;
}

Coro<> sleep_for(Duration delay) {
  if (delay > Duration::zero())
    co_await SleepAwaiter(delay);
  else
    co_await YieldAwaiter();
}

}  // namespace detail

Coro<> yield_now() { co_await detail::YieldAwaiter(); }

}  // namespace aio
