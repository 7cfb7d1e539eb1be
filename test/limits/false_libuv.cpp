// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t
// REQUIRES: libuv
#include <uv.h>

// F7. A function that only main of another file calls.
void false_alarm_called_by_main_elsewhere(uv_timer_t *timer) {
  uv_timer_init(uv_default_loop(), timer);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'uv_default_loop' picks an implicit event loop; every caller in the process shares it [async-implicit-loop]
}
