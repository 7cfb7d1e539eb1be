// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/as_completed.h"

#include <utility>

namespace aio::detail {

Completions::Completions(std::vector<Ref<FutureState>> futures, std::optional<TimePoint> deadline)
    : futures_(std::move(futures)), hooks_(std::make_unique<Hook[]>(futures_.size())), left_(futures_.size()) {
  LoopState& loop = running_state();
  ended_.reserve(futures_.size());
  for (const Ref<FutureState>& future : futures_) {
    if (&future->loop() != &loop)
      throw ValueError("The future belongs to a different loop than the one that awaits it");
  }
  for (std::size_t i = 0; i < futures_.size(); ++i) {
    hooks_[i].completions = this;
    futures_[i]->add(hooks_[i]);
  }
  if (deadline && ended_.size() < futures_.size()) arm(loop, *deadline);
}

Ref<FutureState> Completions::take() noexcept {
  --left_;
  return given_ < ended_.size() ? Ref<FutureState>(ended_[given_++]) : Ref<FutureState>();
}

void Completions::Hook::fire(FutureState& done) noexcept {
  completions->ended_.push_back(&done);  // room was made for all
  if (completions->ended_.size() == completions->futures_.size()) completions->disarm();
  if (completions->next_) completions->next_->wake();
}

void Completions::ring() noexcept {
  timed_out_ = true;
  for (std::size_t i = 0; i < futures_.size(); ++i) hooks_[i].unlink();
  if (next_) next_->wake();
}

}  // namespace aio::detail
