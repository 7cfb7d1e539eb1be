// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-reentrant-loop %t
// REQUIRES: libuv
#include <uv.h>

// docs/src/loop.rst: uv_run "is not reentrant".
static void on_timer_bad(uv_timer_t *timer) {
  uv_run(timer->loop, UV_RUN_NOWAIT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_run' pumps a running event loop; the behavior is undefined [async-reentrant-loop]
  // CHECK-MESSAGES: :[[@LINE+3]]:39: note: 'on_timer_bad' runs on the loop: it is handed to 'uv_timer_start' here
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: return to the loop and continue in a callback
}
int timer(uv_timer_t *timer) { return uv_timer_start(timer, on_timer_bad, 10, 0); }

static void pump(uv_loop_t *loop) {
  uv_run(loop, UV_RUN_NOWAIT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_run' pumps a running event loop; the behavior is undefined [async-reentrant-loop]
}
static void on_idle(uv_idle_t *idle) { pump(idle->loop); }
int idle(uv_idle_t *idle) { return uv_idle_start(idle, on_idle); }

// async-nested-run's.
static void on_check_ok(uv_check_t *check) { uv_run(check->loop, UV_RUN_DEFAULT); }
int check(uv_check_t *check) { return uv_check_start(check, on_check_ok); }

// A loop of its own, which nobody else has callbacks on.
static void on_prepare_ok(uv_prepare_t *) {
  uv_loop_t own;
  uv_loop_init(&own);
  uv_run(&own, UV_RUN_NOWAIT);
  uv_loop_close(&own);
}
int prepare(uv_prepare_t *prepare) { return uv_prepare_start(prepare, on_prepare_ok); }

// A game's main loop.
int main() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  for (int frame = 0; frame < 3; ++frame)
    uv_run(&loop, UV_RUN_NOWAIT);
  return uv_loop_close(&loop);
}
