// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What stands in for io_uring.cpp in a build without liburing.
#include "aio/io_uring.h"

#include <cerrno>

#include "backends/descriptors.h"
#include "backends/io_uring.h"

namespace aio::io_uring {

bool available() noexcept { return false; }

std::unique_ptr<Poller> make_poller() { detail::fail(ENOSYS, "aio was built without liburing"); }

std::unique_ptr<EventLoop> new_event_loop(Where made_at) { return std::make_unique<EventLoop>(make_poller(), made_at); }

}  // namespace aio::io_uring
