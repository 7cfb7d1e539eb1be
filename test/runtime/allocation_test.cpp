// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the runtime allocates, counted; and what happens when there is no memory for it.
// Not under ThreadSanitizer, whose own operator new cannot be replaced: each of these tests is of one thread.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define AIO_TEST_NEW_IS_TAKEN
#endif
#elif defined(__SANITIZE_THREAD__)
#define AIO_TEST_NEW_IS_TAKEN
#endif
#ifndef AIO_TEST_NEW_IS_TAKEN
#include <cstdlib>
#include <functional>
#include <new>
#include <thread>

#include "support.h"

namespace {
thread_local long allocations = 0;
thread_local long until_failure = -1;  // so many succeed, the next one fails; negative: none does

void* allocate_or_null(std::size_t bytes) noexcept {
  ++allocations;
  if (until_failure >= 0 && until_failure-- == 0) return nullptr;
  return std::malloc(bytes ? bytes : 1);
}
void* allocate(std::size_t bytes) {
  if (void* block = allocate_or_null(bytes)) return block;
  throw std::bad_alloc();
}
}  // namespace

void* operator new(std::size_t bytes) { return allocate(bytes); }
void* operator new[](std::size_t bytes) { return allocate(bytes); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return allocate_or_null(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return allocate_or_null(bytes); }
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { std::free(block); }

namespace aio_test {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool keeps_blocks = false;
#elif defined(__has_feature)
constexpr bool keeps_blocks = !__has_feature(address_sanitizer);
#else
constexpr bool keeps_blocks = true;
#endif

/// In a thread of its own: it has kept no blocks yet, so that all it takes is counted and can fail.
void in_new_thread(const std::function<void()>& body) { std::thread(body).join(); }
void run_in_new_thread(aio::Coro<> (*body)()) {
  in_new_thread([body] { run_manual(body); });
}
/// The next allocation but `left` fails, in this thread and for this scope.
struct NoMemory {
  explicit NoMemory(long left = 0) { until_failure = left; }
  ~NoMemory() { until_failure = -1; }
};

aio::Coro<int> leaf(int x) { co_return x; }

aio::Coro<> counts_awaits() {
  constexpr int count = 100;
  for (const bool warm : {false, true}) {
    const long before = allocations;
    for (int i = 0; i < count; ++i) EXPECT_EQ(co_await leaf(i), i);
    const long frames = allocations - before;
    EXPECT_LE(frames, keeps_blocks ? (warm ? 0 : 1) : count);
  }
}
TEST(Allocation, AwaitingAPlainCoroutineAllocatesItsFrameAndNothingElse) { run_in_new_thread(counts_awaits); }

aio::Coro<> counts_tasks() {
  constexpr int count = 100;
  std::vector<aio::Task<int>> tasks;
  tasks.reserve(count);
  const long before = allocations;
  for (int i = 0; i < count; ++i) tasks.push_back(aio::create_task(leaf(i)));
  EXPECT_EQ(allocations - before, 2 * count);  // the frame, and the task
  for (int i = 0; i < count; ++i) EXPECT_EQ(co_await std::move(tasks[static_cast<std::size_t>(i)]), i);
  EXPECT_EQ(allocations - before, 2 * count);
}
TEST(Allocation, ATaskIsOneAllocationBesideItsFrame) { run_in_new_thread(counts_tasks); }

aio::Coro<> counts_callbacks() {
  constexpr int count = 1000;
  auto& loop = aio::get_running_loop();
  int ran = 0;
  for (const bool warm : {false, true}) {
    const long before = allocations;
    for (int i = 0; i < count; ++i) loop.call_soon([&ran] { ++ran; });
    co_await aio::yield_now();
    EXPECT_LE(allocations - before, keeps_blocks && warm ? 0 : count + 1);
  }
  EXPECT_EQ(ran, 2 * count);
}
TEST(Allocation, CallSoonAllocatesNothingInTheSteadyState) { run_in_new_thread(counts_callbacks); }

aio::Coro<> counts_timers() {
  auto& loop = aio::get_running_loop();
  loop.call_later(1h, [] {}).cancel();
  const long before = allocations;
  for (int i = 0; i < 100; ++i) loop.call_later(1h, [] {}).cancel();
  EXPECT_LE(allocations - before, keeps_blocks ? 0 : 100);
  co_return;
}
TEST(Allocation, ATimerArmedAndCancelledAllocatesNothingInTheSteadyState) { run_in_new_thread(counts_timers); }

aio::Coro<> counts_rearmed_timers() {
  constexpr std::size_t alive = 100, count = 100000;
  auto& loop = aio::get_running_loop();
  std::vector<aio::TimerHandle> timers;
  for (std::size_t i = 0; i < alive; ++i) timers.push_back(loop.call_later(1h, [] {}));
  long before = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i == 10 * alive) before = allocations;
    timers[i % alive].cancel();
    timers[i % alive] = loop.call_later(1h, [] {});
  }
  EXPECT_LE(allocations - before, keeps_blocks ? 0 : static_cast<long>(count));
  EXPECT_EQ(loop.state().timer_count(), alive);
  for (auto& timer : timers) timer.cancel();
  co_return;
}
TEST(Allocation, CancelledTimersDoNotPileUp) { run_in_new_thread(counts_rearmed_timers); }  // L-42

TEST(Allocation, WhatAThreadKeptIsGivenBackWhenItEnds) {
  // The leak checker of the sanitizers, and a block that outlives its thread, are the witnesses.
  std::unique_ptr<aio::EventLoop> loop = manual_loop();
  std::optional<aio::Task<int>> task;
  in_new_thread([&] { task = loop->create_task(leaf(7)); });
  EXPECT_EQ(loop->run_until_complete(*std::move(task)), 7);
  in_new_thread([&] { task.reset(); });
  loop->close();
}

aio::Coro<int> awaits_without_memory() {
  const NoMemory none;
  co_return co_await leaf(1);
}
aio::Coro<> frame_fails() {
  auto fails = aio::create_task(awaits_without_memory());
  auto lives = aio::create_task(leaf(2));
  EXPECT_THROW(co_await fails, std::bad_alloc);
  EXPECT_EQ(co_await lives, 2);
}
TEST(OutOfMemory, InACoroutineFrameFailsTheTaskThatCallsItAndTheLoopGoesOn) { run_in_new_thread(frame_fails); }

aio::Coro<> task_fails() {
  WarningLog log;
  auto coro = leaf(1);
  bool failed = false;
  try {
    const NoMemory none;
    (void)aio::create_task(std::move(coro));
  } catch (const std::bad_alloc&) {
    failed = true;
  }
  EXPECT_TRUE(failed);
  EXPECT_EQ(aio::all_tasks().size(), 1u);  // this one
  auto lives = aio::create_task(leaf(2));
  EXPECT_EQ(co_await lives, 2);
}
TEST(OutOfMemory, InCreateTaskThrowsAndDropsTheCoroutine) { run_in_new_thread(task_fails); }

aio::Coro<> callback_fails() {
  auto& loop = aio::get_running_loop();
  bool ran = false;
  {
    const NoMemory none;
    EXPECT_THROW(loop.call_soon([&ran] { ran = true; }), std::bad_alloc);
  }
  {
    const NoMemory none(1);  // the callback is made, the heap cannot grow
    EXPECT_THROW(loop.call_later(1h, [&ran] { ran = true; }), std::bad_alloc);
  }
  co_await aio::sleep(2h);
  EXPECT_FALSE(ran);
  loop.call_soon([&ran] { ran = true; });
  co_await aio::yield_now();
  EXPECT_TRUE(ran);
}
TEST(OutOfMemory, InCallSoonAndCallLaterThrowsAndSchedulesNothing) { run_in_new_thread(callback_fails); }

}  // namespace
}  // namespace aio_test
#endif
