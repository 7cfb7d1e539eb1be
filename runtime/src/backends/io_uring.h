// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Waiting with io_uring. The class needs liburing, so only its maker is here.
#pragma once

#include <memory>

#include "aio/poller.h"

namespace aio::io_uring {

/// Errors: std::system_error when the kernel refuses; ENOSYS when aio was built without liburing.
std::unique_ptr<Poller> make_poller();

}  // namespace aio::io_uring
