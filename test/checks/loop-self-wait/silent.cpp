// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-self-wait %t --silent
#include <aio/aio.h>

#include <chrono>
#include <future>
#include <latch>
#include <thread>

using namespace std::chrono_literals;

aio::Coro<int> answer();

// The cure.
aio::Coro<int> awaited_ok() { co_return co_await answer(); }

// Another loop: its own thread ends the wait. (It blocks this one: async-blocking-call.)
aio::Coro<int> other_ok(aio::EventLoop &other) {
  co_return aio::run_coroutine_threadsafe(answer(), other).get();
}
void starts(aio::EventLoop &loop, aio::EventLoop &other) { loop.create_task(other_ok(other)); }
void callback_ok(aio::EventLoop &loop, aio::EventLoop &other) {
  loop.call_soon([&] { aio::run_coroutine_threadsafe(answer(), other).get(); });
}
// Nobody says on which loop it runs.
aio::Coro<int> unknown_ok(aio::EventLoop &loop) {
  co_return aio::run_coroutine_threadsafe(answer(), loop).get();
}
// From a thread: that is what it is for.
void thread_ok(aio::EventLoop &loop) {
  std::thread worker([&] { aio::run_coroutine_threadsafe(answer(), loop).get(); });
  worker.join();
}
aio::Coro<int> off_the_loop_ok() {
  auto &loop = aio::get_running_loop();
  co_return co_await aio::to_thread([&] { return aio::run_coroutine_threadsafe(answer(), loop).get(); });
}
int main_thread_ok(aio::EventLoop &loop) { return aio::run_coroutine_threadsafe(answer(), loop).get(); }
// A guard says that no loop runs.
static int guarded(aio::EventLoop &loop) {
  if (aio::running_loop() == &loop)
    return 0;
  if (!aio::running_loop())
    return aio::run_coroutine_threadsafe(answer(), loop).get();
  return 1;
}
aio::Coro<int> guarded_ok() { co_return guarded(aio::get_running_loop()); }
// Done already.
aio::Coro<int> done_ok() {
  auto future = aio::run_coroutine_threadsafe(answer(), aio::get_running_loop());
  while (!future.done())
    co_await aio::sleep(1ms);
  co_return future.get();
}
// A thread sets it too, or alone; or nobody that can be seen.
aio::Coro<> thread_sets_ok() {
  std::latch done(1);
  std::jthread worker([&] { done.count_down(); });
  done.wait();
  co_return;
}
aio::Coro<> both_set_ok() {
  std::latch done(1);
  aio::get_running_loop().call_soon([&] { done.count_down(); });
  std::jthread worker([&] { done.count_down(); });
  done.wait();
  co_return;
}
aio::Coro<> nobody_sets_ok(std::latch &done) {
  done.wait();
  co_return;
}
aio::Coro<int> other_thread_ok() {
  co_return std::async(std::launch::async, [] { return 1; }).get();
}
