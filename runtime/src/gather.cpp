// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/detail/gather_wait.h"

#include <utility>

#include "aio/errors.h"

namespace aio::detail {

GatherWait::~GatherWait() {
  for (Ref<FutureState>& child : futures_) {
    if (child && !child->done()) child->silence();
  }
}

bool GatherWait::is_enough(FutureState& child) noexcept {
  if (fail_fast_ && !cancel_requested_ && !failed_ && child.progress() != Progress::finished)
    failed_ = &child;
  else if (fail_fast_ && child.progress() == Progress::failed)
    child.mark_retrieved();
  return pending_ == 0 || (failed_ && !cancel_requested_);
}

bool GatherWait::cancel_wait(const std::any& message) {
  if (is_settled()) return false;
  const bool before = std::exchange(cancel_requested_, true);
  bool any = false;
  for (Ref<FutureState>& child : futures_) any |= child->cancel(message);
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
