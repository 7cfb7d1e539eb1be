// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t
// REQUIRES: libevent
#include <event2/event.h>
#include <event2/event_compat.h>

void old_bad() {
  event_init();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'event_init' is deprecated; its name is now 'event_base_new' [async-implicit-loop]
  event_dispatch();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'event_dispatch' is deprecated; its name is now 'event_base_dispatch' [async-implicit-loop]
}
void new_ok() {
  event_base *base = event_base_new();
  event_base_dispatch(base);
  event_base_free(base);
}
int status_ok(event_base *base) { return event_base_got_exit(base); }
