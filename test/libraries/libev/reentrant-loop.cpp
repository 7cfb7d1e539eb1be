// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-reentrant-loop %t
// REQUIRES: libev
#include <ev.h>

#include <thread>

static void on_once_bad(int, void *loop) {
  ev_run(static_cast<struct ev_loop *>(loop), 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'ev_run' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
}
static void on_private_bad(int, void *) {
  struct ev_loop *own = ev_loop_new(EVFLAG_AUTO);
  ev_run(own, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'ev_run' pumps a running event loop; the loop stalls until it returns [async-reentrant-loop]
  ev_loop_destroy(own);
}
static void on_step_ok(int, void *) {
  struct ev_loop *own = ev_loop_new(EVFLAG_AUTO);
  ev_run(own, EVRUN_NOWAIT);
  ev_loop_destroy(own);
}
static void on_break_ok(int, void *loop) { ev_break(static_cast<struct ev_loop *>(loop), EVBREAK_ALL); }
static void on_thread_ok(int, void *) {
  std::thread([] {
    struct ev_loop *own = ev_loop_new(EVFLAG_AUTO);
    ev_run(own, 0);
    ev_loop_destroy(own);
  }).detach();
}
int main() {
  struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
  ev_once(loop, -1, 0, 0., on_once_bad, loop);
  ev_once(loop, -1, 0, 0., on_private_bad, loop);
  ev_once(loop, -1, 0, 0., on_step_ok, loop);
  ev_once(loop, -1, 0, 0., on_break_ok, loop);
  ev_once(loop, -1, 0, 0., on_thread_ok, loop);
  ev_run(loop, 0);
  ev_loop_destroy(loop);
}
