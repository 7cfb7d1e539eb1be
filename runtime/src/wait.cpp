// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/wait.h"

#include <algorithm>
#include <unordered_set>

#include "aio/errors.h"

namespace aio::detail {

void keep_distinct(std::vector<Ref<FutureState>>& futures) {
  std::unordered_set<const FutureState*> seen;
  std::erase_if(futures, [&seen](const Ref<FutureState>& future) { return !seen.insert(future.get()).second; });
}

void check_not_empty(std::span<Ref<FutureState>> futures) {
  if (futures.empty()) throw ValueError("Set of Tasks/Futures is empty.");
}

bool WaitAwaiter::is_enough(FutureState& done) noexcept {
  switch (return_when_) {
  case ReturnWhen::first_completed:
    return true;
  case ReturnWhen::first_exception:
    return pending_ == 0 || done.progress() == Progress::failed;
  case ReturnWhen::all_completed:
    break;
  }
  return pending_ == 0;
}

void WaitAwaiter::on_suspend() {
  if (timeout_) task_->loop().add_timer(this, task_->loop().now() + *timeout_);
}

bool WaitAwaiter::cancel_wait(const std::any& message) {
  if (!ManyWait::cancel_wait(message)) return false;
  disarm();
  return true;
}

void WaitAwaiter::disarm() noexcept {
  if (place != nowhere) task_->loop().remove_timer(this);
}

}  // namespace aio::detail
