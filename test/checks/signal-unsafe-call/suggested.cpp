// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=3 %s async-signal-unsafe-call %t
#include <aio/aio.h>

#include <csignal>

static aio::EventLoop *the_loop;
static bool ending;

// Installed when the loop is known: the loop handles it.
static void finish() {
  ending = true;
  the_loop->stop();
}
static void on_term(int) { finish(); }
int main() {
  aio::EventLoop loop;
  the_loop = &loop;
  std::signal(SIGTERM, on_term);
  signal(SIGINT, &on_term);
  loop.run_forever();
  loop.close();
}
// CHECK-FIXES: {{^}}int main() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
// CHECK-FIXES-NEXT: {{^}}  the_loop = &loop;{{$}}
// CHECK-FIXES-NEXT: {{^}}  the_loop->add_signal_handler(SIGTERM, [] { on_term(SIGTERM); });{{$}}
// CHECK-FIXES-NEXT: {{^}}  the_loop->add_signal_handler(SIGINT, [] { on_term(SIGINT); });{{$}}

// Refused, and why: not set yet; a result that is kept; sigaction.
static void on_hangup(int) { the_loop->stop(); }
void too_early() { std::signal(SIGHUP, on_hangup); }
// CHECK-FIXES: {{^}}void too_early() { std::signal(SIGHUP, on_hangup); }{{$}}
static void on_user(int) { the_loop->stop(); }
void kept(aio::EventLoop &loop) {
  the_loop = &loop;
  auto *before = std::signal(SIGUSR1, on_user);
  // CHECK-FIXES: {{^}}  auto *before = std::signal(SIGUSR1, on_user);{{$}}
  (void)before;
}
static void on_child(int) { the_loop->stop(); }
void by_sigaction(aio::EventLoop &loop) {
  the_loop = &loop;
  struct sigaction action = {};
  action.sa_handler = on_child;
  // CHECK-FIXES: {{^}}  action.sa_handler = on_child;{{$}}
  sigaction(SIGCHLD, &action, nullptr);
}
