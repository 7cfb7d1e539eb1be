// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A callback runs the loop that called it.
// Fix: suggested
// Refused: return to the loop and continue in a callback
//--- before
#include <cstdio>
#include <uv.h>

static void tick(uv_timer_t *timer) {
  std::puts("tick");
  uv_run(timer->loop, UV_RUN_DEFAULT);
}

int main() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_timer_t timer;
  uv_timer_init(&loop, &timer);
  uv_timer_start(&timer, tick, 1, 0);
  uv_run(&loop, UV_RUN_DEFAULT);
}
