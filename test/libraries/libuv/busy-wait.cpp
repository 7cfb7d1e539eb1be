// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-busy-wait %t
// REQUIRES: libuv
#include <uv.h>

static bool ready;
static void on_timer_bad(uv_timer_t *) {
  while (!ready)
    uv_sleep(10);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'ready' is polled by sleeping; it is seen late [async-busy-wait]
    // CHECK-MESSAGES: :[[@LINE-3]]:10: note: 'ready' is read here, after each sleep
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: an event, set by whoever writes it, wakes at once
}
int timer(uv_timer_t *timer) { return uv_timer_start(timer, on_timer_bad, 10, 0); }

// A thread may.
static void worker_ok(void *) {
  while (!ready)
    uv_sleep(10);
}
int thread(uv_thread_t *thread) { return uv_thread_create(thread, worker_ok, nullptr); }
