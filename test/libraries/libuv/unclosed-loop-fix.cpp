// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t
// REQUIRES: libuv
#include <uv.h>

int simple_bad() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_run(&loop, UV_RUN_DEFAULT);
  return 0;
}
// CHECK-FIXES: {{^}}  uv_run(&loop, UV_RUN_DEFAULT);{{$}}
// CHECK-FIXES-NEXT: {{^}}  uv_loop_close(&loop);{{$}}
// CHECK-FIXES-NEXT: {{^}}  return 0;{{$}}
