// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-self-wait %t
#include <aio/aio.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>

using namespace std::chrono_literals;

aio::Coro<int> answer();

// 1. Work given to the running loop, waited for on its thread.
aio::Coro<int> running_loop_bad() {
  co_return aio::run_coroutine_threadsafe(answer(), aio::get_running_loop()).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:78: warning: 'aio::ConcurrentFuture::get' waits on a loop's thread for that loop; it throws [async-loop-self-wait]
  // CHECK-MESSAGES: :[[@LINE-3]]:16: note: 'running_loop_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:18: note: what it waits for is given to the same loop here
  // CHECK-MESSAGES: :[[@LINE-4]]:78: note: 'co_await' the coroutine instead
}
aio::Coro<int> kept_bad() {
  auto &loop = aio::get_running_loop();
  auto future = aio::run_coroutine_threadsafe(answer(), loop);
  co_await aio::sleep(1ms);
  co_return future.get_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'aio::ConcurrentFuture::get_for' waits on a loop's thread for that loop; it throws [async-loop-self-wait]
}
// 2. The loop is named: the one that the coroutine was started on.
aio::Coro<int> parameter_bad(aio::EventLoop &loop) {
  co_return aio::run_coroutine_threadsafe(answer(), loop).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'aio::ConcurrentFuture::get' waits on a loop's thread for that loop; it throws [async-loop-self-wait]
  // CHECK-MESSAGES: :[[@LINE-3]]:16: note: 'parameter_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:18: note: what it waits for is given to the same loop here
  // CHECK-MESSAGES: :[[@LINE-4]]:59: note: 'co_await' the coroutine instead
}
void starts() {
  aio::EventLoop loop;
  loop.run_until_complete(parameter_bad(loop));
  loop.close();
}
// 3. In a callback of the loop, and in a helper of one.
static int ask(aio::EventLoop &loop) {
  return aio::run_coroutine_threadsafe(answer(), loop).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:56: warning: 'aio::ConcurrentFuture::get' waits on a loop's thread for that loop; it throws [async-loop-self-wait]
  // CHECK-MESSAGES: :[[@LINE+6]]:8: note: a lambda runs on the loop: it is handed to 'aio::EventLoop::call_soon' here
  // CHECK-MESSAGES: :[[@LINE+5]]:24: note: a lambda calls 'ask' here
  // CHECK-MESSAGES: :[[@LINE-4]]:15: note: what it waits for is given to the same loop here
  // CHECK-MESSAGES: :[[@LINE-5]]:56: note: 'co_await' the coroutine instead
}
void callback_bad(aio::EventLoop &loop) {
  loop.call_soon([&] { ask(loop); });
}
// 4. Through coroutines that await each other.
aio::Coro<int> inner_bad(aio::EventLoop &mine) {
  co_return aio::run_coroutine_threadsafe(answer(), mine).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:59: warning: 'aio::ConcurrentFuture::get' waits on a loop's thread for that loop; it throws [async-loop-self-wait]
}
aio::Coro<int> outer(aio::EventLoop &loop) { co_return co_await inner_bad(loop); }
void starts_outer(aio::EventLoop &loop) { loop.create_task(outer(loop)); }

// 5. A latch, a semaphore, a promise, a condition that only a callback of the same loop sets.
aio::Coro<> latch_bad() {
  std::latch done(1);
  aio::get_running_loop().call_soon([&] { done.count_down(); });
  done.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'std::latch::wait' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
  // CHECK-MESSAGES: :[[@LINE-5]]:13: note: 'latch_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-4]]:27: note: what it waits for is given to the same loop here
  // CHECK-MESSAGES: :[[@LINE-4]]:8: note: a loop waits by an event of its library
  co_return;
}
aio::Coro<> semaphore_bad(aio::EventLoop &loop) {
  std::binary_semaphore done(0);
  loop.call_later(1ms, [&] { done.release(); });
  done.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'std::counting_semaphore::acquire' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
  co_return;
}
aio::Coro<int> promise_bad() {
  std::promise<int> promise;
  auto future = promise.get_future();
  aio::get_running_loop().call_soon([&] { promise.set_value(1); });
  co_return future.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'std::future::get' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
}
static aio::Coro<> setter(std::latch &latch) {
  latch.count_down();
  co_return;
}
aio::Coro<> task_sets_bad() {
  std::latch done(1);
  auto task = aio::create_task(setter(done));
  done.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'std::latch::wait' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
  co_await task;
}
struct Service {
  std::mutex mutex;
  std::condition_variable changed;
  bool ready = false;
  void refresh_bad(aio::EventLoop &loop) {
    loop.call_soon([&] {
      loop.call_soon([this] { changed.notify_all(); });
      std::unique_lock lock(mutex);
      changed.wait(lock);
      // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'std::condition_variable::wait' waits on a loop's thread for that loop; it never returns [async-loop-self-wait]
    });
  }
};
