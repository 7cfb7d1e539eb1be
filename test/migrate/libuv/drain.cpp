// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handle is open when the loop is closed.
// Fix: suggested
//--- before
#include <cstdio>
#include <uv.h>

int main() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_timer_t timer;
  uv_timer_init(&loop, &timer);
  uv_timer_start(&timer, [](uv_timer_t *) { std::puts("tick"); }, 1, 0);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
  std::puts("over");
}
//--- after
#include <cstdio>
#include <uv.h>

int main() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_timer_t timer;
  uv_timer_init(&loop, &timer);
  uv_timer_start(&timer, [](uv_timer_t *) { std::puts("tick"); }, 1, 0);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_walk(&loop, [](uv_handle_t *open, void *) { if (!uv_is_closing(open)) uv_close(open, nullptr); }, nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
  std::puts("over");
}
