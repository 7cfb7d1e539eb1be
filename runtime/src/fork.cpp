// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child of fork() has one thread, the forking one, and no loop runs in it. Its copies of the parent's loops share
// the parent's descriptors: they refuse to run, and wake nobody.
#include <pthread.h>

#include "aio/detail/loop_state.h"

namespace aio::detail {

void forget_signals_after_fork() noexcept;
void forget_event_loop_after_fork() noexcept;

namespace {
void begin_child() noexcept {
  fork_depth.fetch_add(1, std::memory_order_relaxed);
  this_thread().running = nullptr;
  forget_event_loop_after_fork();
  forget_signals_after_fork();
}
}  // namespace

void watch_forks() {
  static const int registered = pthread_atfork(nullptr, nullptr, [] { begin_child(); });
  (void)registered;
}

}  // namespace aio::detail
