// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What gather waits with.
#pragma once

#include "aio/detail/many_wait.h"

namespace aio::detail {

/// Suspends until every child is done or, with `fail_fast`, until one has failed or was cancelled; throws that.
class GatherWait final : public ManyWait {
 public:
  GatherWait(std::span<Ref<FutureState>> children, bool fail_fast) : ManyWait(children), fail_fast_(fail_fast) {}
  ~GatherWait();
  void await_resume();
  bool cancel_wait(const std::any& message) override;

 private:
  bool is_enough(FutureState& child) noexcept override;

  FutureState* failed_ = nullptr;
  bool fail_fast_;
  bool cancel_requested_ = false;
  std::any cancel_message_;
};

}  // namespace aio::detail
