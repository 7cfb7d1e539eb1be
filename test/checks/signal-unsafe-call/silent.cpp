// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-signal-unsafe-call %t --silent
#include <aio/aio.h>

#include <atomic>
#include <csignal>
#include <unistd.h>

#define ASYNC_TIDY(words) [[clang::annotate("async_tidy", words)]]

static aio::EventLoop *loop;

// The cure: the loop's own handler runs in a turn of the loop.
void loop_handler_ok() {
  loop->add_signal_handler(SIGTERM, [] { loop->stop(); });
}
// A handler that only writes a flag, or a byte into a pipe that the loop reads.
static volatile std::sig_atomic_t stopping;
static std::atomic<bool> asked;
static int pipe_end;
static void on_flag_ok(int) {
  stopping = 1;
  asked = true;
}
static void on_pipe_ok(int) { (void)!write(pipe_end, "", 1); }
void flags_ok() {
  std::signal(SIGTERM, on_flag_ok);
  std::signal(SIGINT, on_pipe_ok);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGHUP, SIG_DFL);
}
// A door that its library declares safe in a handler.
class ASYNC_TIDY("loop: closed by its destructor") Pump {
public:
  ASYNC_TIDY("touches: this, signal_safe: true") void wake();
};
static Pump *pump;
static void on_wake_ok(int) { pump->wake(); }
void wake_ok() { std::signal(SIGUSR1, on_wake_ok); }
// Not a handler of signals, though it looks like one.
static void on_number_ok(int) { loop->stop(); }
void call(void (*function)(int)) { function(1); }
void number_ok() { call(on_number_ok); }
