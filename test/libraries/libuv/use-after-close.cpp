// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-use-after-close %t
// REQUIRES: libuv
#include <uv.h>

void on_timer(uv_timer_t *) {}

void handle_bad(uv_loop_t *loop, uv_timer_t *timer) {
  uv_timer_init(loop, timer);
  uv_close(reinterpret_cast<uv_handle_t *>(timer), nullptr);
  uv_timer_start(timer, on_timer, 1, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_timer_start' uses handle 'timer' after it was closed [async-use-after-close]
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: it is closed here
}
void twice_bad(uv_handle_t *handle, bool early) {
  if (early)
    uv_close(handle, nullptr);
  uv_close(handle, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_close' uses handle 'handle' after it was closed
}
void loop_bad(uv_loop_t *loop, uv_timer_t *timer) {
  uv_loop_close(loop);
  uv_timer_init(loop, timer);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_timer_init' uses event loop 'loop' after it was closed
}

void asked_ok(uv_handle_t *handle, bool early) {
  if (early)
    uv_close(handle, nullptr);
  if (!uv_is_closing(handle))
    uv_close(handle, nullptr);
}
void bound_again_ok(uv_loop_t *loop, uv_timer_t *timer) {
  uv_close(reinterpret_cast<uv_handle_t *>(timer), nullptr);
  uv_run(loop, UV_RUN_DEFAULT);
  uv_timer_init(loop, timer);
  uv_timer_start(timer, on_timer, 1, 0);
}
// A close that failed closed nothing, and says so.
void busy_ok(uv_loop_t *loop) {
  if (uv_loop_close(loop) == UV_EBUSY) {
    uv_run(loop, UV_RUN_DEFAULT);
    uv_loop_close(loop);
  }
}
// What cleans up goes on to throw, whatever the values are.
void check(int result) {
  if (result < 0)
    throw result;
}
void cleans_up_ok(uv_loop_t *loop, uv_async_t *wake, uv_timer_t *timer) {
  const int result = uv_async_init(loop, wake, nullptr);
  if (result < 0) {
    uv_loop_close(loop);
    check(result);
  }
  uv_timer_init(loop, timer);
}
// Each turn closes another one.
void each_ok(uv_handle_t **handles, int count) {
  for (int i = 0; i < count; ++i) {
    uv_handle_t *handle = handles[i];
    uv_close(handle, nullptr);
  }
}
void list_ok(uv_handle_t *handle, uv_handle_t *(*next)(uv_handle_t *)) {
  for (; handle; handle = next(handle))
    uv_close(handle, nullptr);
}
