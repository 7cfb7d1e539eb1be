// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From a stop token to a task.
#pragma once

#include <memory>
#include <stop_token>

#include "aio/detail/task_state.h"

namespace aio::detail {

class CancelScope;

/// Cancels a task, or a block of it, when a stop is requested from whatever thread: on the loop's thread, and not once
/// the link is gone.
class StopLink {
 public:
  StopLink(TaskState& task, std::stop_token token, CancelScope* scope = nullptr);
  StopLink(const StopLink&) = delete;
  ~StopLink();

 private:
  struct Link;
  struct Fire {
    std::shared_ptr<Link> link;
    void operator()() const noexcept;
  };
  std::shared_ptr<Link> link_;
  std::stop_callback<Fire> callback_;
};

}  // namespace aio::detail
