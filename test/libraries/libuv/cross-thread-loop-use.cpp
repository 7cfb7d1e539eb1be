// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-cross-thread-loop-use %t
// REQUIRES: libuv
#include <uv.h>

#include <thread>

static void on_timer(uv_timer_t *) {}
static void on_async(uv_async_t *async) {
  uv_timer_start(static_cast<uv_timer_t *>(async->data), on_timer, 10, 0);
  uv_stop(async->loop);
}

// libuv/help#15: uv_timer_start from another thread.
void timer_bad(uv_loop_t *loop, uv_timer_t *timer) {
  std::thread thread([timer] {
    uv_timer_start(timer, on_timer, 10, 0);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'uv_timer_start' touches 'timer' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
    // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: the thread starts here
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: 'uv_async_send' a handle whose callback does it
  });
  uv_run(loop, UV_RUN_DEFAULT);
  thread.join();
}
// nodegit PR#435: not even these are thread-safe.
static void nothing(uv_work_t *) {}
void loop_calls_bad(uv_loop_t *loop, uv_work_t *request, uv_async_t *async) {
  std::thread thread([=] {
    uv_queue_work(loop, request, nothing, nullptr);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'uv_queue_work' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
    uv_async_init(loop, async, on_async);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'uv_async_init' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
    uv_stop(loop);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'uv_stop' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  });
  uv_run(loop, UV_RUN_DEFAULT);
  thread.join();
}
static void body_bad(void *argument) {
  auto *timer = static_cast<uv_timer_t *>(argument);
  uv_timer_stop(timer);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_timer_stop' touches 'timer' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
}
void uv_thread(uv_timer_t *timer) {
  uv_thread_t thread;
  uv_thread_create(&thread, body_bad, timer);
  uv_run(timer->loop, UV_RUN_DEFAULT);
  uv_thread_join(&thread);
}
static void work_bad(uv_work_t *request) {
  auto *stream = static_cast<uv_stream_t *>(request->data);
  uv_read_stop(stream);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_read_stop' touches 'stream' from a thread that does not run its event loop; this is a data race [async-cross-thread-loop-use]
}
static void after_work_ok(uv_work_t *request, int) {
  auto *stream = static_cast<uv_stream_t *>(request->data);
  uv_read_stop(stream);
}
int pool(uv_loop_t *loop, uv_work_t *request) { return uv_queue_work(loop, request, work_bad, after_work_ok); }

void async_send_ok(uv_loop_t *loop, uv_async_t *async) {
  uv_async_init(loop, async, on_async);
  std::thread thread([async] { uv_async_send(async); });
  uv_run(loop, UV_RUN_DEFAULT);
  thread.join();
}
void thread_runs_it_ok() {
  std::thread thread([] {
    uv_loop_t loop;
    uv_timer_t timer;
    uv_loop_init(&loop);
    uv_timer_init(&loop, &timer);
    uv_timer_start(&timer, on_timer, 10, 0);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
  });
  thread.join();
}
void before_and_after_ok(uv_timer_t *timer) {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_timer_init(&loop, timer);
  uv_timer_start(timer, on_timer, 10, 0);
  std::thread thread([&] { uv_run(&loop, UV_RUN_DEFAULT); });
  thread.join();
  uv_timer_stop(timer);
  uv_close(reinterpret_cast<uv_handle_t *>(timer), nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
}

// libuv's benchmark: each turn of the loop sets up another one before its thread starts.
struct Worker {
  uv_loop_t loop;
  uv_async_t async;
  uv_thread_t thread;
};
static void run_worker(void *argument) {
  auto *worker = static_cast<Worker *>(argument);
  uv_run(&worker->loop, UV_RUN_DEFAULT);
}
void each_its_own_ok(Worker *workers, int count) {
  Worker *worker;
  for (int i = 0; i < count; ++i) {
    worker = workers + i;
    uv_loop_init(&worker->loop);
    uv_async_init(&worker->loop, &worker->async, nullptr);
    uv_thread_create(&worker->thread, run_worker, worker);
  }
}
void each_declared_in_the_loop_ok(Worker *workers, int count) {
  for (int i = 0; i < count; ++i) {
    auto *worker = workers + i;
    uv_loop_init(&worker->loop);
    uv_async_init(&worker->loop, &worker->async, nullptr);
    uv_thread_create(&worker->thread, run_worker, worker);
  }
}
// The thread runs a loop of its own, and gives it to a helper.
static uv_timer_t helped;
static void help(uv_loop_t *loop) {
  uv_timer_init(loop, &helped);
  uv_timer_start(&helped, nullptr, 1, 0);
  uv_run(loop, UV_RUN_DEFAULT);
}
static void own_loop(void *) {
  uv_loop_t loop;
  uv_loop_init(&loop);
  help(&loop);
  uv_loop_close(&loop);
}
void helper_ok(uv_thread_t *thread) { uv_thread_create(thread, own_loop, nullptr); }

// A local loop, its address given to the thread.
static void run_argument(void *argument) { uv_run(static_cast<uv_loop_t *>(argument), UV_RUN_DEFAULT); }
int local_loop_bad() {
  uv_thread_t thread;
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_thread_create(&thread, run_argument, &loop);
  uv_stop(&loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_stop' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  uv_thread_join(&thread);
  return uv_loop_close(&loop);
}
