// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The loop is never closed, and the function returns.
// Fix: safe
//--- before
#include <cstdio>
#include <uv.h>

int main() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_run(&loop, UV_RUN_DEFAULT);
  std::puts("over");
  return 0;
}
//--- after
#include <cstdio>
#include <uv.h>

int main() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_run(&loop, UV_RUN_DEFAULT);
  std::puts("over");
  uv_loop_close(&loop);
  return 0;
}
