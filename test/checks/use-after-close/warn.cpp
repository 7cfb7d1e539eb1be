// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-use-after-close %t
#include <aio/aio.h>

#include <memory>
#include <utility>

aio::Coro<> work();
aio::Coro<int> leaf();
void take(aio::Coro<int> coroutine);

// 1. A loop that is used behind its close.
void call_soon_bad() {
  aio::EventLoop loop;
  loop.run_until_complete(work());
  loop.close();
  loop.call_soon([] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::call_soon' uses event loop 'loop' after it was closed [async-use-after-close]
  // CHECK-MESSAGES: :[[@LINE-3]]:8: note: it is closed here
  // CHECK-MESSAGES: :[[@LINE-3]]:8: note: close it last, or make it anew
}
void run_bad(aio::EventLoop &loop) {
  loop.close();
  loop.run_until_complete(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::run_until_complete' uses event loop 'loop' after it was closed
}
void pointer_bad() {
  std::unique_ptr<aio::EventLoop> loop = aio::new_event_loop();
  loop->close();
  loop->create_task(work()).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::create_task' uses event loop 'loop' after it was closed
}
void some_path_bad(aio::EventLoop &loop, bool early) {
  if (early)
    loop.close();
  aio::run_coroutine_threadsafe(leaf(), loop).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::run_coroutine_threadsafe' uses event loop 'loop' after it was closed
}
struct Service {
  aio::EventLoop loop;
  void restart() {
    loop.close();
    loop.run_forever();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'aio::EventLoop::run_forever' uses event loop 'loop' after it was closed
  }
};

// 2. A loop that is closed by what it runs.
aio::Coro<> closes_itself_bad() {
  aio::get_running_loop().close();
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'aio::EventLoop::close' closes the event loop that runs it [async-use-after-close]
  // CHECK-MESSAGES: :[[@LINE-3]]:13: note: 'closes_itself_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE-3]]:27: note: who made it closes it, after it stopped
  co_return;
}
aio::Coro<> by_name_bad() {
  auto &loop = aio::get_running_loop();
  co_await work();
  loop.close();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::close' closes the event loop that runs it
}
void callback_bad(aio::EventLoop &loop) {
  loop.call_soon([&loop] { loop.close(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'aio::EventLoop::close' closes the event loop that runs it
}

// 3. A coroutine that is awaited, or given away, twice.
aio::Coro<> twice_bad() {
  auto once = leaf();
  co_await std::move(once);
  co_await std::move(once);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: coroutine 'once' is awaited again; it can be awaited only once [async-use-after-close]
  // CHECK-MESSAGES: :[[@LINE-3]]:22: note: it is awaited here
  // CHECK-MESSAGES: :[[@LINE-3]]:22: note: make another one, or keep the result
}
aio::Coro<> in_a_loop_bad() {
  auto once = leaf();
  for (int i = 0; i < 2; ++i)
    co_await std::move(once);
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: coroutine 'once' is awaited again
}
aio::Coro<> moved_bad() {
  auto once = leaf();
  take(std::move(once));
  co_await std::move(once);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: coroutine 'once' is used again; it was given away before
  // CHECK-MESSAGES: :[[@LINE-3]]:18: note: it is given away here
}
aio::Coro<> parameter_bad(aio::Coro<int> once, bool again) {
  int sum = co_await std::move(once);
  if (again)
    sum += co_await std::move(once);
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: coroutine 'once' is awaited again
}
