// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t --silent
// REQUIRES: libuv
#include <uv.h>

// The idiom of a small program: one thread, and only main and what it calls use the default loop.
static void set_up_ok(uv_timer_t *timer) { uv_timer_init(uv_default_loop(), timer); }

int main() {
  uv_timer_t timer;
  set_up_ok(&timer);
  uv_run(uv_default_loop(), UV_RUN_DEFAULT);
  return uv_loop_close(uv_default_loop());
}
