// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A block that may be cancelled from within its own task. Source: asyncio/timeouts.py.
#pragma once

#include "aio/detail/ref.h"
#include "aio/detail/task_state.h"

namespace aio::detail {

/// Cancels its task on behalf of a block, and takes that back when the block ends. A cancellation from outside,
/// earlier or later, is never taken back: the counts tell them apart.
class CancelScope {
 public:
  CancelScope() noexcept = default;
  CancelScope(const CancelScope&) = delete;
  ~CancelScope() { leave(); }
  /// RuntimeError "<what> should be used inside a task".
  void enter(const char* what);
  void cancel() noexcept;
  /// Ends the block. True: cancelled by this scope and, since it began, by nobody else.
  bool leave() noexcept;
  TaskState& task() const noexcept { return *task_; }

 private:
  Ref<TaskState> task_;
  int count_at_entry_ = 0;
  bool requested_ = false;
};

}  // namespace aio::detail
