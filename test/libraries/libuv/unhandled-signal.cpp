// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unhandled-signal %t
// RUN: %clang-tidy "--config={}" "--checks=-*,async-unhandled-signal" %s -- -std=c++20 -DHANDLED | count 0
// REQUIRES: libuv
#include <uv.h>

static void on_client(uv_stream_t *, int) {}
#ifdef HANDLED
static void on_signal(uv_signal_t *handle, int) { uv_stop(handle->loop); }
#endif

// What listens serves for ever.
int main() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_tcp_t server;
  uv_tcp_init(&loop, &server);
  uv_listen(reinterpret_cast<uv_stream_t *>(&server), 16, on_client);
#ifdef HANDLED
  uv_signal_t signal;
  uv_signal_init(&loop, &signal);
  uv_signal_start(&signal, on_signal, 15);
#endif
  uv_run(&loop, UV_RUN_DEFAULT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_run' serves for ever and no signal is handled; SIGTERM drops what is under way [async-unhandled-signal]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'uv_signal_start' runs a callback on the loop
  return uv_loop_close(&loop);
}
