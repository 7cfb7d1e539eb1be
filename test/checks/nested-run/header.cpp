// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t -- --header-filter=sync_facade
#include <sync_facade.h>

// The harm is in the header, the proof of it in this file.
aio::Coro<int> through_a_header_bad() { co_return facade::fetch_sync(); }
// CHECK-MESSAGES: sync_facade.h:10:39: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
