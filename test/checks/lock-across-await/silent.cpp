// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-lock-across-await %t --silent
#include <aio/aio.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

using namespace std::chrono_literals;
std::mutex m;
int balance;
void keep(std::unique_lock<std::mutex> held);
void unlock_elsewhere(std::unique_lock<std::mutex> &held);

// Its scope ends before.
aio::Coro<> scope_ok() {
  {
    std::lock_guard held(m);
    ++balance;
  }
  co_await aio::sleep(1ms);
}
aio::Coro<> condition_scope_ok() {
  if (std::lock_guard held(m); balance > 0)
    --balance;
  co_await aio::sleep(1ms);
}
aio::Coro<> loop_scope_ok() {
  for (int i = 0; i < 3; ++i) {
    co_await aio::sleep(1ms);
    std::lock_guard held(m);
    ++balance;
  }
}
// Taken after the last one.
aio::Coro<> after_ok() {
  co_await aio::sleep(1ms);
  std::lock_guard held(m);
  ++balance;
}
// Unlocked on every path before.
aio::Coro<> unlocked_ok(bool early) {
  std::unique_lock held(m);
  if (early)
    held.unlock();
  else
    held.unlock();
  co_await aio::sleep(1ms);
  held.lock();
}
aio::Coro<> by_hand_ok() {
  m.lock();
  ++balance;
  m.unlock();
  co_await aio::sleep(1ms);
}
// Given away: moved, returned, passed to what may unlock it.
aio::Coro<> moved_ok() {
  std::unique_lock held(m);
  keep(std::move(held));
  co_await aio::sleep(1ms);
}
aio::Coro<> helper_ok() {
  std::unique_lock held(m);
  unlock_elsewhere(held);
  co_await aio::sleep(1ms);
}
// Not taken: told so, or made empty.
aio::Coro<> deferred_ok() {
  std::unique_lock held(m, std::defer_lock);
  co_await aio::sleep(1ms);
}
aio::Coro<> empty_ok() {
  std::unique_lock<std::mutex> held;
  co_await aio::sleep(1ms);
}
// A lock of the loop is made to be held so.
aio::Coro<> async_lock_ok(aio::Lock &lock) {
  auto held = co_await lock.scoped();
  co_await aio::sleep(1ms);
}
// It does not suspend: the model says so.
aio::Coro<> never_suspends_ok() {
  std::lock_guard held(m);
  co_await std::suspend_never{};
}
// The suspensions are those of another function.
aio::Coro<> lambda_ok() {
  std::unique_lock held(m);
  auto later = []() -> aio::Coro<> { co_await aio::sleep(1ms); };
  held.unlock();
  co_await later();
}
// No coroutine: nothing suspends, although it runs a loop.
void plain_ok(std::condition_variable &changed) {
  std::unique_lock held(m);
  changed.wait(held);
  ++balance;
}
