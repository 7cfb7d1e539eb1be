// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-global-loop-policy %t --silent
#include <aio/aio.h>

#include <memory>

#define ASYNC_TIDY(words) [[clang::annotate("async_tidy", words)]]

aio::Coro<> work();

// For one run.
void one_run_ok() { aio::run(work(), aio::RunOptions{.loop_factory = aio::epoll::new_event_loop}); }
void one_runner_ok() {
  aio::Runner runner(aio::RunOptions{.loop_factory = aio::epoll::new_event_loop});
  runner.run(work());
}
// Of this thread alone, and of one loop alone.
void this_thread_ok(aio::EventLoop &loop) { aio::set_event_loop(&loop); }
void this_loop_ok(aio::EventLoop &loop) {
  loop.set_default_executor(std::make_shared<aio::ThreadPoolExecutor>(2));
}

// Where the model says that it is the idiom: in main, or what only main calls, before any run.
ASYNC_TIDY("sets_global: 'every pool uses it', fine_before_run: true") void set_executor(int threads);
static void configure(int threads) { set_executor(threads); }
int main(int count, char **) {
  configure(count);
  set_executor(2);
  aio::run(work());
}
