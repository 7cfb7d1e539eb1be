// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t
// REQUIRES: libuv
#include <uv.h>

#include <thread>

// libuv/help#81: "Safe to run uv_run inside callback?"
static void on_timer_bad(uv_timer_t *timer) {
  uv_run(timer->loop, UV_RUN_ONCE);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_run' is called on a running event loop; the behavior is undefined [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE+3]]:{{[0-9]+}}: note: 'on_timer_bad' runs on the loop: it is handed to 'uv_timer_start' here
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: return to the loop and continue in a callback
}
void timer(uv_timer_t *timer) { uv_timer_start(timer, on_timer_bad, 10, 0); }

// A helper hides the run.
static void flush_bad(uv_loop_t *loop) {
  uv_run(loop, UV_RUN_DEFAULT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_run' is called on a running event loop; the behavior is undefined [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE+5]]:{{[0-9]+}}: note: 'on_async' runs on the loop: it is handed to 'uv_async_init' here
  // CHECK-MESSAGES: :[[@LINE+3]]:43: note: 'on_async' calls 'flush_bad' here
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: return to the loop and continue in a callback
}
static void on_async(uv_async_t *async) { flush_bad(async->loop); }
void async(uv_loop_t *loop, uv_async_t *async) { uv_async_init(loop, async, on_async); }

// Every kind of callback.
void lambda(uv_idle_t *idle) {
  uv_idle_start(idle, [](uv_idle_t *handle) { uv_run(handle->loop, UV_RUN_DEFAULT); });
  // CHECK-MESSAGES: :[[@LINE-1]]:47: warning: 'uv_run' is called on a running event loop; the behavior is undefined [async-nested-run]
}
static void on_close_bad(uv_handle_t *handle) {
  uv_run(handle->loop, UV_RUN_DEFAULT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_run' is called on a running event loop; the behavior is undefined [async-nested-run]
}
void close(uv_handle_t *handle) { uv_close(handle, on_close_bad); }
static void on_connection_bad(uv_stream_t *server, int) {
  uv_run(server->loop, UV_RUN_DEFAULT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_run' is called on a running event loop; the behavior is undefined [async-nested-run]
}
int listen(uv_stream_t *server) { return uv_listen(server, 128, &on_connection_bad); }
static void after_work_bad(uv_work_t *request, int) {
  uv_run(request->loop, UV_RUN_DEFAULT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_run' is called on a running event loop; the behavior is undefined [async-nested-run]
}
static void work_ok(uv_work_t *request) {
  uv_loop_t private_loop;
  uv_loop_init(&private_loop);
  uv_run(&private_loop, UV_RUN_DEFAULT);
  uv_loop_close(&private_loop);
  (void)request;
}
int queue(uv_loop_t *loop, uv_work_t *request) { return uv_queue_work(loop, request, work_ok, after_work_bad); }
static void on_walk_bad(uv_handle_t *handle, void *) {
  uv_run(handle->loop, UV_RUN_DEFAULT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_run' is called on a running event loop; the behavior is undefined [async-nested-run]
}
static void on_signal(uv_signal_t *handle, int) { uv_walk(handle->loop, on_walk_bad, nullptr); }
int signal(uv_signal_t *handle) { return uv_signal_start(handle, on_signal, 2); }

// A private loop inside a callback is allowed; the outer one stalls.
static void on_check_bad(uv_check_t *) {
  uv_loop_t inner;
  uv_loop_init(&inner);
  uv_run(&inner, UV_RUN_DEFAULT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_run' is called on a running event loop; the loop stalls until it returns [async-nested-run]
  uv_loop_close(&inner);
}
int check(uv_check_t *handle) { return uv_check_start(handle, on_check_bad); }

// A thread has its own.
static void thread_body_ok(void *loop) { uv_run(static_cast<uv_loop_t *>(loop), UV_RUN_DEFAULT); }
static void on_prepare(uv_prepare_t *handle) {
  uv_thread_t thread;
  uv_thread_create(&thread, thread_body_ok, handle->data);
  std::thread([handle] { uv_run(static_cast<uv_loop_t *>(handle->data), UV_RUN_DEFAULT); }).detach();
}
int prepare_ok(uv_prepare_t *handle) { return uv_prepare_start(handle, on_prepare); }

// One step without waiting is async-reentrant-loop's business; so is nothing at all.
static void on_poll_ok(uv_poll_t *handle, int, int) { uv_stop(handle->loop); }
int poll_ok(uv_poll_t *handle) { return uv_poll_start(handle, UV_READABLE, on_poll_ok); }
static void nobody_registers_this_ok(uv_timer_t *timer) { uv_run(timer->loop, UV_RUN_DEFAULT); }
using Callback = decltype(&nobody_registers_this_ok);

int main() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_run(&loop, UV_RUN_ONCE);
  return uv_loop_close(&loop);
}
