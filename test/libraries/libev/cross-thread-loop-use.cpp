// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-cross-thread-loop-use %t
// REQUIRES: libev
#include <ev.h>

#include <thread>

void start_bad(ev_timer *timer) {
  struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
  std::thread other([&] { ev_timer_start(loop, timer); });
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'ev_timer_start' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  ev_run(loop, 0);
  other.join();
  ev_loop_destroy(loop);
}
void send_ok(ev_async *async) {
  struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
  std::thread other([&] { ev_async_send(loop, async); });
  ev_run(loop, 0);
  other.join();
  ev_loop_destroy(loop);
}
void own_loop_ok(ev_timer *timer) {
  std::thread other([&] {
    struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
    ev_timer_start(loop, timer);
    ev_run(loop, 0);
    ev_loop_destroy(loop);
  });
  other.join();
}

// The loop of the thread, by another name: a callback that the thread calls itself finds it behind a pointer.
struct Worker {
  struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
  ev_timer timer;
  ~Worker() { ev_loop_destroy(loop); }
  void run();
};
static void on_timer_ok(struct ev_loop *, ev_timer *timer, int) {
  auto *worker = static_cast<Worker *>(timer->data);
  ev_timer_stop(worker->loop, timer);
}
void Worker::run() {
  on_timer_ok(loop, &timer, 0);
  ev_run(loop, 0);
}
void start_worker_ok(Worker &worker) {
  std::thread other([&] { worker.run(); });
  other.join();
}
// A pointer of the function that starts the thread means the same in both.
void stop_worker_bad(Worker *worker) {
  std::thread other([worker] { ev_timer_stop(worker->loop, &worker->timer); });
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'ev_timer_stop' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  worker->run();
  other.join();
}
