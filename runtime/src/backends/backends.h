// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The backends of this program by name, and the one a loop gets that asks for none.
#pragma once

#include <memory>

#include "aio/poller.h"

namespace aio::detail {

using MakePoller = std::unique_ptr<Poller> (*)();

/// Called by a library that brings a backend, before main(). `name` lives for ever.
void add_backend(const char* name, MakePoller make);
/// The backend AIO_BACKEND names, else epoll. Errors: ValueError for a name that nothing in this program answers to.
std::unique_ptr<Poller> make_default_poller();

}  // namespace aio::detail
