// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The epoll backend. Source: selectors.EpollSelector.
#pragma once

#include <memory>

#include "aio/event_loop.h"

namespace aio::epoll {

/// A loop on epoll. Errors: std::system_error when the kernel refuses.
[[nodiscard]] std::unique_ptr<EventLoop> new_event_loop(Where made_at = Where::current());

}  // namespace aio::epoll
