// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unhandled-signal %t
#include <aio/aio.h>

#include <chrono>

static void tick(aio::EventLoop &loop) {
  loop.call_later(std::chrono::seconds(1), [&loop] { tick(loop); });
}
// Through a helper: what main brings to run.
static void serve(aio::EventLoop &loop) {
  tick(loop);
  loop.run_forever();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::run_forever' serves for ever and no signal is handled; SIGTERM drops what is under way [async-unhandled-signal]
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: 'add_signal_handler' runs a function on the loop
}
int main() {
  aio::EventLoop loop;
  serve(loop);
  loop.close();
}
// Nobody here calls it.
void elsewhere_ok(aio::EventLoop &loop) { loop.run_forever(); }
