// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unawaited-coroutine %t -- --header-filter=sync_facade
#include <sync_facade.h>

void use_ok() { facade::forgets(); }
// CHECK-MESSAGES: sync_facade.h:12:25: warning: coroutine returned by 'facade::fetch' is dropped; its body never runs [async-unawaited-coroutine]
