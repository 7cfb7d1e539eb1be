// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The libuv backend: its own library, AsyncTidy::aio-uv. Source: extension.
#pragma once

#include <memory>

#include "aio/event_loop.h"

namespace aio::uv {

/// A loop that waits with a uv_loop_t of its own, which nobody else sees. Timers are kept by aio and precise to a
/// millisecond; a watched descriptor becomes non-blocking, as uv_poll_init() makes it.
/// Errors: std::system_error when libuv cannot make its loop.
[[nodiscard]] std::unique_ptr<EventLoop> new_event_loop(Where made_at = Where::current());

}  // namespace aio::uv
