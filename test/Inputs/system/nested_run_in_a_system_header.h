// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Read with -isystem: what is wrong in here is not reported.
#pragma once

#include <aio/aio.h>

namespace vendor {
aio::Coro<int> vendor_leaf();
inline int sync_leaf() { return aio::run(vendor_leaf()); }
inline aio::Coro<int> own_mistake() { co_return aio::run(vendor_leaf()); }
inline void drops() { vendor_leaf(); }
} // namespace vendor
