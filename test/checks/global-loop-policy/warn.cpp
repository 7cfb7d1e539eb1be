// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-global-loop-policy %t
#include <aio/aio.h>
#include <aio/legacy.h>

#define ASYNC_TIDY(words) [[clang::annotate("async_tidy", words)]]

aio::Coro<> work();

// 1. In a library's function: every run of the program changes.
void use_fast_loops_bad() {
  aio::set_event_loop_policy(aio::epoll::new_event_loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::set_event_loop_policy' changes the whole process; every later run gets its loops from it [async-global-loop-policy]
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: 'loop_factory' of 'run' and of 'Runner' is for one run
}
// 2. Restored afterwards: what ran meanwhile had it too.
void for_a_while_bad() {
  aio::set_event_loop_policy(aio::epoll::new_event_loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::set_event_loop_policy' changes the whole process; every later run gets its loops from it [async-global-loop-policy]
  aio::run(work());
  aio::set_event_loop_policy({});
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::set_event_loop_policy' changes the whole process; every later run gets its loops from it [async-global-loop-policy]
}
// 3. At start-up, by an initializer.
static const bool installed_bad = (aio::set_event_loop_policy(aio::epoll::new_event_loop), true);
// CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'aio::set_event_loop_policy' changes the whole process; every later run gets its loops from it [async-global-loop-policy]

// 4. An idiom of the library, but only before the first run, and from main.
ASYNC_TIDY("sets_global: 'every pool uses it', fine_before_run: true, instead: 'pass an executor'") void set_executor(int threads);
void anybody_calls_bad() {
  set_executor(4);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'set_executor' changes the whole process; every pool uses it [async-global-loop-policy]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: pass an executor
}
static void run_it() { aio::run(work()); }
int main() {
  aio::run(work());
  set_executor(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'set_executor' changes the whole process; every pool uses it [async-global-loop-policy]
  run_it();
}
