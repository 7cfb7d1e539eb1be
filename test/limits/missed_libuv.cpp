// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s "async-*" %t --silent
// REQUIRES: libuv
//
// What the analysis cannot see in programs on libuv; the numbers are those of docs/limits.md.
#include <uv.h>

static void run_again(uv_timer_t *timer) { uv_run(timer->loop, UV_RUN_DEFAULT); }

// 12. A callback kept in a table.
struct Table {
  uv_timer_cb on_timer;
};
void missed_alarm_table_of_callbacks(uv_timer_t *timer) {
  Table table{run_again};
  uv_timer_start(timer, table.on_timer, 1, 0);
}

// 18. A condition of a model, here the mode of uv_run, that a variable holds.
static void mode_in_a_variable(uv_timer_t *timer) {
  uv_run_mode mode = UV_RUN_DEFAULT;
  uv_run(timer->loop, mode);
}
void missed_alarm_mode_in_a_variable(uv_timer_t *timer) { uv_timer_start(timer, mode_in_a_variable, 1, 0); }

// 22. What is ended on one path counts as ended on all: paths do not know under which condition it was started.
void missed_alarm_ended_on_one_path(bool tidy) {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_loop_init(&loop);
  uv_timer_init(&loop, &timer);
  if (tidy) {
    uv_close(reinterpret_cast<uv_handle_t *>(&timer), nullptr);
    uv_run(&loop, UV_RUN_DEFAULT);
  }
  uv_loop_close(&loop);
}

// 1. Threads that a function of another file starts: the default loop is not main's alone.
void start_workers();
void missed_alarm_threads_of_another_file() { start_workers(); }
int main() {
  missed_alarm_threads_of_another_file();
  return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
