// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waiting for several futures.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "aio/detail/future_state.h"
#include "aio/detail/task_state.h"

namespace aio::detail {

/// Suspends until every child is done or, with `fail_fast`, until one has failed or was cancelled; throws that.
class GatherWait final : public Waiter {
 public:
  GatherWait(std::span<Ref<FutureState>> children, bool fail_fast);
  ~GatherWait();
  bool await_ready() const noexcept { return children_.empty(); }
  template <std::derived_from<PromiseBase> P>
  bool await_suspend(std::coroutine_handle<P> handle) {
    return start(handle.promise());
  }
  void await_resume();
  bool cancel_wait(const std::any& message) override;

 private:
  struct Hook final : DoneNode {
    GatherWait* wait = nullptr;
    void fire(FutureState& child) noexcept override { wait->child_done(child); }
  };
  bool start(PromiseBase& leaf);
  void child_done(FutureState& child) noexcept;

  std::span<Ref<FutureState>> children_;
  std::unique_ptr<Hook[]> hooks_;
  std::size_t pending_ = 0;
  FutureState* failed_ = nullptr;
  bool fail_fast_;
  bool cancel_requested_ = false;
  bool starting_ = false;
  std::any cancel_message_;
};

}  // namespace aio::detail
