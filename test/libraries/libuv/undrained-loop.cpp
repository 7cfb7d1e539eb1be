// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-undrained-loop %t
// REQUIRES: libuv
#include <uv.h>

static void on_timer(uv_timer_t *timer) { uv_timer_stop(timer); }
static void close_one(uv_handle_t *handle, void *) {
  if (!uv_is_closing(handle))
    uv_close(handle, nullptr);
}

// libuv/libuv#3341, #765: a handle that is stopped is still open.
int stopped_only_bad() {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_loop_init(&loop);
  uv_timer_init(&loop, &timer);
  uv_timer_start(&timer, on_timer, 10, 0);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_timer_stop(&timer);
  return uv_loop_close(&loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'uv_loop_close' reaches event loop 'loop' with handles still open; it fails with UV_EBUSY [async-undrained-loop]
  // CHECK-MESSAGES: :[[@LINE-6]]:3: note: 'uv_timer_init' binds a handle here
  // CHECK-MESSAGES: :[[@LINE-3]]:10: note: close every handle and run the loop once more before it
}
// libuv/libuv#863, #560: closed, but the loop did not run again.
void closed_but_not_run_bad() {
  uv_loop_t loop;
  uv_idle_t idle;
  uv_loop_init(&loop);
  uv_idle_init(&loop, &idle);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_close(reinterpret_cast<uv_handle_t *>(&idle), nullptr);
  uv_loop_close(&loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_loop_close' reaches event loop 'loop' with handles still open; it fails with UV_EBUSY [async-undrained-loop]
}
void walked_but_not_run_bad() {
  uv_loop_t loop;
  uv_async_t async;
  uv_loop_init(&loop);
  uv_async_init(&loop, &async, nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_walk(&loop, close_one, nullptr);
  uv_loop_close(&loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_loop_close' reaches event loop 'loop' with handles still open; it fails with UV_EBUSY [async-undrained-loop]
}
void one_of_two_closed_bad() {
  uv_loop_t loop;
  uv_timer_t first;
  uv_timer_t second;
  uv_loop_init(&loop);
  uv_timer_init(&loop, &first);
  uv_timer_init(&loop, &second);
  uv_close(reinterpret_cast<uv_handle_t *>(&first), nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_loop_close' reaches event loop 'loop' with handles still open; it fails with UV_EBUSY [async-undrained-loop]
}

int closed_and_run_ok() {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_loop_init(&loop);
  uv_timer_init(&loop, &timer);
  uv_timer_start(&timer, on_timer, 10, 0);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_close(reinterpret_cast<uv_handle_t *>(&timer), nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  return uv_loop_close(&loop);
}
int walked_and_run_ok() {
  uv_loop_t loop;
  uv_tcp_t server;
  uv_loop_init(&loop);
  uv_tcp_init(&loop, &server);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_walk(&loop, close_one, nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  return uv_loop_close(&loop);
}
int no_handle_ok() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_run(&loop, UV_RUN_DEFAULT);
  return uv_loop_close(&loop);
}
void until_not_busy_ok() {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_loop_init(&loop);
  uv_timer_init(&loop, &timer);
  while (uv_loop_close(&loop) == UV_EBUSY) {
    uv_walk(&loop, close_one, nullptr);
    uv_run(&loop, UV_RUN_ONCE);
  }
}
int other_loop_ok(uv_loop_t *other) {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_loop_init(&loop);
  uv_timer_init(other, &timer);
  return uv_loop_close(&loop);
}

// libuv's own tests: closed under the same condition as it was started; run until a callback came; a failure that is expected.
void same_condition_ok(bool wanted) {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_loop_init(&loop);
  if (wanted)
    uv_timer_init(&loop, &timer);
  uv_run(&loop, UV_RUN_DEFAULT);
  if (wanted)
    uv_close(reinterpret_cast<uv_handle_t *>(&timer), nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
}
static int closed;
static void on_close(uv_handle_t *) { ++closed; }
void run_until_closed_ok() {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_loop_init(&loop);
  uv_timer_init(&loop, &timer);
  uv_close(reinterpret_cast<uv_handle_t *>(&timer), on_close);
  while (closed == 0)
    uv_run(&loop, UV_RUN_ONCE);
  uv_loop_close(&loop);
}
bool expected_failure_ok() {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_loop_init(&loop);
  uv_timer_init(&loop, &timer);
  return UV_EBUSY == uv_loop_close(&loop);
}
