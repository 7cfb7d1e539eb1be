// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-self-wait %t
// REQUIRES: libuv
#include <uv.h>

// The semaphore is posted by a callback of the loop that waits for it.
static uv_sem_t done;
static void on_close(uv_handle_t *) { uv_sem_post(&done); }
static void on_timer_bad(uv_timer_t *timer) {
  uv_close(reinterpret_cast<uv_handle_t *>(timer), on_close);
  uv_sem_wait(&done);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_sem_wait' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
  // CHECK-MESSAGES: :[[@LINE+4]]:39: note: 'on_timer_bad' runs on the loop: it is handed to 'uv_timer_start' here
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: what it waits for is given to the same loop here
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: a loop waits by a handle
}
int timer(uv_timer_t *timer) { return uv_timer_start(timer, on_timer_bad, 10, 0); }

// A thread posts it.
static uv_sem_t worked;
static void worker(void *) { uv_sem_post(&worked); }
static void on_idle_ok(uv_idle_t *idle) {
  uv_thread_create(static_cast<uv_thread_t *>(idle->data), worker, nullptr);
  uv_sem_wait(&worked);
}
int idle(uv_idle_t *idle) { return uv_idle_start(idle, on_idle_ok); }
