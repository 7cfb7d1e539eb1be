// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names to addresses. Source: asyncio/base_events.py, getaddrinfo.
#pragma once

#include <string>
#include <system_error>
#include <vector>

#include "aio/coro.h"

namespace aio {

/// The numeric addresses of `host`, IPv4 and IPv6, in the order of the resolver. Suspends: while the default executor
/// asks; a numeric `host` comes back at once. Cancellation: the task goes on at once, the question is asked to its end.
/// Errors: std::system_error of getaddrinfo_category() (EAI_NONAME …), or of the system for EAI_SYSTEM; ValueError
/// "embedded null character".
Coro<std::vector<std::string>> getaddrinfo(std::string host);

/// The EAI_… codes of <netdb.h>. Source: socket.gaierror.
const std::error_category& getaddrinfo_category() noexcept;

}  // namespace aio
