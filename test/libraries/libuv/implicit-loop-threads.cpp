// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t
// REQUIRES: libuv
#include <uv.h>

#include <thread>

// As in a small program, but a thread is started: main is not alone.
int main() {
  std::thread thread([] {});
  uv_run(uv_default_loop(), UV_RUN_DEFAULT);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'uv_default_loop' picks an implicit event loop; every caller in the process shares it [async-implicit-loop]
  thread.join();
}
