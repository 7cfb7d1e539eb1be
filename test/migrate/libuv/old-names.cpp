// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The loop is made and closed by the old names.
// Fix: safe
// Refused: its name is now 'uv_loop_init'
//--- before
#include <cstdio>
#include <uv.h>

int main() {
  uv_loop_t *loop = uv_loop_new();
  uv_run(loop, UV_RUN_DEFAULT);
  uv_loop_delete(loop);
  std::puts("over");
}
