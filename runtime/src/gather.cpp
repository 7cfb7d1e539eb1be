// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/detail/gather_wait.h"

#include <utility>

#include "aio/errors.h"

namespace aio::detail {

GatherWait::GatherWait(std::span<Ref<FutureState>> children, bool fail_fast)
    : children_(children), hooks_(std::make_unique<Hook[]>(children.size())), fail_fast_(fail_fast) {}

GatherWait::~GatherWait() {
  for (Ref<FutureState>& child : children_) {
    if (child && !child->done()) child->silence();
  }
}

bool GatherWait::start(PromiseBase& leaf) {
  LoopState& loop = task_of(leaf).loop();
  for (Ref<FutureState>& child : children_) {
    if (&child->loop() != &loop)
      throw ValueError("The future belongs to a different loop than the one that gathers it");
  }
  suspend(leaf);
  starting_ = true;
  pending_ = children_.size();
  for (std::size_t i = 0; i < children_.size(); ++i) {
    hooks_[i].wait = this;
    children_[i]->add(hooks_[i]);
  }
  starting_ = false;
  if (pending_ > 0 && !failed_) return true;
  task_->park(leaf, nullptr);
  return false;
}

void GatherWait::child_done(FutureState& child) noexcept {
  --pending_;
  if (fail_fast_ && !cancel_requested_ && !failed_ && child.progress() != Progress::finished)
    failed_ = &child;
  else if (fail_fast_ && child.progress() == Progress::failed)
    child.mark_retrieved();
  if (!starting_ && (pending_ == 0 || (failed_ && !cancel_requested_))) wake();
}

bool GatherWait::cancel_wait(const std::any& message) {
  if (is_settled()) return false;
  const bool before = std::exchange(cancel_requested_, true);
  bool any = false;
  for (Ref<FutureState>& child : children_) any |= child->cancel(message);
  if (!any) {
    cancel_requested_ = before;
    return false;
  }
  cancel_message_ = message;
  return true;
}

void GatherWait::await_resume() {
  if (task_) task_->deliver_cancellation();
  if (cancel_requested_) throw CancelledError{std::move(cancel_message_)};
  if (failed_) failed_->check_result();
}

}  // namespace aio::detail
