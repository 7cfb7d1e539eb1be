// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/detail/many_wait.h"

#include "aio/errors.h"

namespace aio::detail {

ManyWait::ManyWait(std::span<Ref<FutureState>> futures)
    : futures_(futures), hooks_(std::make_unique<Hook[]>(futures.size())) {}

bool ManyWait::start(PromiseBase& leaf) {
  LoopState& loop = task_of(leaf).loop();
  for (Ref<FutureState>& future : futures_) {
    if (&future->loop() != &loop)
      throw ValueError("The future belongs to a different loop than the one that awaits it");
  }
  suspend(leaf);
  starting_ = true;
  pending_ = futures_.size();
  for (std::size_t i = 0; i < futures_.size(); ++i) {
    hooks_[i].wait = this;
    futures_[i]->add(hooks_[i]);
  }
  starting_ = false;
  if (enough_) {
    task_->park(leaf, nullptr);
    return false;
  }
  on_suspend();
  return true;
}

void ManyWait::one_done(FutureState& done) noexcept {
  --pending_;
  enough_ = is_enough(done) || enough_;
  if (enough_ && !starting_) wake();
}

}  // namespace aio::detail
