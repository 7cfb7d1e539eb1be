// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t
// REQUIRES: libuv
#include <uv.h>

void anyone_bad(uv_timer_t *timer) {
  uv_timer_init(uv_default_loop(), timer);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'uv_default_loop' picks an implicit event loop; every caller in the process shares it [async-implicit-loop]
}
class Service {
public:
  Service() : loop_(uv_default_loop()) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'uv_default_loop' picks an implicit event loop; every caller in the process shares it [async-implicit-loop]
  uv_loop_t *loop() { return loop_; }

private:
  uv_loop_t *loop_;
};
void parameter_ok(uv_loop_t *loop, uv_timer_t *timer) { uv_timer_init(loop, timer); }
int own_ok() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  return uv_loop_close(&loop);
}
