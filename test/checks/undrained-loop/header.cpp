// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-undrained-loop %t -- --header-filter=sync_facade
#include <sync_facade.h>
// CHECK-MESSAGES: sync_facade.h:15:8: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
