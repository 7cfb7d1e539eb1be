// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The io_uring backend. Source: extension.
#pragma once

#include <memory>

#include "aio/event_loop.h"

namespace aio::io_uring {

/// True when new_event_loop() would work: Linux 5.19 or newer that lets this process use io_uring, and an aio built
/// with liburing. Asks the kernel once. Threads: any.
bool available() noexcept;

/// A loop on io_uring. Errors: std::system_error when the kernel refuses, as containers often do (EPERM, ENOSYS), or is
/// too old (EINVAL); ENOSYS without liburing.
[[nodiscard]] std::unique_ptr<EventLoop> new_event_loop(Where made_at = Where::current());

}  // namespace aio::io_uring
