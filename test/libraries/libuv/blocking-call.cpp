// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-blocking-call %t
// REQUIRES: libuv
#include <unistd.h>
#include <uv.h>

static void on_timer_bad(uv_timer_t *timer) {
  uv_fs_t request;
  uv_fs_stat(timer->loop, &request, "/", nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_fs_stat' blocks the thread of a running event loop [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE+8]]:39: note: 'on_timer_bad' runs on the loop: it is handed to 'uv_timer_start' here
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: give it a callback
  uv_fs_req_cleanup(&request);
  uv_sleep(10);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_sleep' blocks the thread of a running event loop [async-blocking-call]
  sleep(1);    
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the thread of a running event loop [async-blocking-call]
}
int timer(uv_timer_t *timer) { return uv_timer_start(timer, on_timer_bad, 10, 0); }

static void after_work_bad(uv_work_t *work, int) {
  uv_getaddrinfo_t request;
  uv_getaddrinfo(work->loop, &request, nullptr, "localhost", nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_getaddrinfo' blocks the thread of a running event loop [async-blocking-call]
  uv_thread_join(static_cast<uv_thread_t *>(work->data));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_thread_join' blocks the thread of a running event loop [async-blocking-call]
}
// The pool's threads may block: that is what they are for.
static void work_ok(uv_work_t *) { uv_sleep(1000); }
int queue(uv_loop_t *loop, uv_work_t *work) { return uv_queue_work(loop, work, work_ok, after_work_bad); }

// With a callback it comes back later.
static void on_stat_ok(uv_fs_t *request) { uv_fs_req_cleanup(request); }
static void on_idle_ok(uv_idle_t *idle) {
  uv_fs_stat(idle->loop, static_cast<uv_fs_t *>(idle->data), "/", on_stat_ok);
}
int idle(uv_idle_t *idle) { return uv_idle_start(idle, on_idle_ok); }

// Before the run.
int main() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_fs_t request;
  uv_fs_stat(&loop, &request, "/", nullptr);
  uv_fs_req_cleanup(&request);
  uv_sleep(1);
  uv_run(&loop, UV_RUN_DEFAULT);
  return uv_loop_close(&loop);
}
