// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-signal-unsafe-call %t
// REQUIRES: libuv
#include <signal.h>
#include <uv.h>

static uv_loop_t loop;
static uv_async_t wake;
static uv_timer_t timer;

static void on_term_bad(int) {
  uv_stop(&loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_stop' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
  // CHECK-MESSAGES: :[[@LINE+14]]:3: note: 'on_term_bad' handles a signal: it is given to 'signal' here
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'uv_signal_start' runs a callback on the loop
}
static void on_hangup_bad(int) {
  uv_timer_stop(&timer);                                      
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_timer_stop' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
  uv_close(reinterpret_cast<uv_handle_t *>(&timer), nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_close' is called in a signal handler; it is not async-signal-safe [async-signal-unsafe-call]
}
// docs/src/async.rst: the one call that is safe in a handler.
static void on_int_ok(int) { uv_async_send(&wake); }

int main() {
  uv_loop_init(&loop);
  signal(SIGTERM, on_term_bad);
  signal(SIGINT, on_int_ok);
  struct sigaction action = {};
  action.sa_handler = on_hangup_bad;
  sigaction(SIGHUP, &action, nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  return uv_loop_close(&loop);
}
