// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether a poller was made before a fork(): then it shares kernel state with the parent.
#pragma once

#include "aio/detail/loop_state.h"

namespace aio::detail {

/// Made where the poller is made.
class MadeInProcess {
 public:
  MadeInProcess() noexcept : forks_((watch_forks(), forks_seen())) {}
  bool still() const noexcept { return forks_ == forks_seen(); }

 private:
  unsigned forks_;
};

}  // namespace aio::detail
