// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t
// REQUIRES: libuv
#include <uv.h>

#include <memory>
#include <stdexcept>

void may_throw();

void never_closed_bad() {
  uv_loop_t loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: 'uv_loop_close' it on every path
  uv_loop_init(&loop);
  uv_run(&loop, UV_RUN_DEFAULT);
}
int early_return_bad(bool enough) {
  uv_loop_t loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE+3]]:5: note: it is still open at this 'return'
  uv_loop_init(&loop);
  if (enough)
    return 1;
  uv_run(&loop, UV_RUN_DEFAULT);
  return uv_loop_close(&loop);
}
void exception_bad() {
  uv_loop_t loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: event loop 'loop' is not closed on every path; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE+2]]:{{[0-9]+}}: note: an exception from 'may_throw' leaves it open
  uv_loop_init(&loop);
  may_throw();
  uv_loop_close(&loop);
}
class Service {
public:
  Service() { uv_loop_init(&loop_); }
  void run() { uv_run(&loop_, UV_RUN_DEFAULT); }

private:
  uv_loop_t loop_;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: event loop 'loop_' is never closed by 'Service'; its descriptors leak [async-unclosed-loop]
};
void use_service() { Service().run(); }

// C functions do not throw; a failed uv_loop_init leaves nothing to close.
int closed_ok() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_run(&loop, UV_RUN_DEFAULT);
  return uv_loop_close(&loop);
}
int init_failed_ok() {
  uv_loop_t loop;
  if (uv_loop_init(&loop) != 0)
    return 1;
  uv_run(&loop, UV_RUN_DEFAULT);
  return uv_loop_close(&loop);
}
int init_failed_variable_ok() {
  uv_loop_t loop;
  int error = uv_loop_init(&loop);
  if (error < 0)
    return error;
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
  return 0;
}
void not_initialised_ok() {
  uv_loop_t loop;
  (void)loop;
}
// skypjack/uvw#307: close, walk, run, again.
void until_not_busy_ok() {
  uv_loop_t loop;
  uv_loop_init(&loop);
  while (uv_loop_close(&loop) == UV_EBUSY)
    uv_run(&loop, UV_RUN_ONCE);
}
struct Close {
  void operator()(uv_loop_t *loop) const {
    uv_loop_close(loop);
    delete loop;
  }
};
void deleter_ok() {
  std::unique_ptr<uv_loop_t, Close> loop(new uv_loop_t);
  uv_loop_init(loop.get());
  may_throw();
}
struct Loop {
  Loop() { uv_loop_init(&loop); }
  ~Loop() { uv_loop_close(&loop); }
  uv_loop_t loop;
};
void raii_ok() {
  Loop owner;
  may_throw();
}
void parameter_ok(uv_loop_t *loop) { uv_run(loop, UV_RUN_DEFAULT); }
int make_ok(uv_loop_t *loop) { return uv_loop_init(loop); }
uv_loop_t global_loop;
int global_ok() { return uv_loop_init(&global_loop); }
void default_loop_ok() { uv_run(uv_default_loop(), UV_RUN_DEFAULT); }
