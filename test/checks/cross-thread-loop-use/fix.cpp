// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-cross-thread-loop-use %t --left=4
#include <aio/aio.h>

#include <chrono>
#include <memory>
#include <thread>

using namespace std::chrono_literals;

aio::Coro<> work();
void tick();

void call_soon_bad(aio::EventLoop &loop) {
  std::thread thread([&] { loop.call_soon([] {}); });
  // CHECK-FIXES: {{^}}  std::thread thread([&] { loop.call_soon_threadsafe([] {}); });{{$}}
  loop.run_forever();
  thread.join();
}

void pointer_bad(aio::EventLoop *loop) {
  std::jthread thread([loop] { loop->call_soon(tick); });
  // CHECK-FIXES: {{^}}  std::jthread thread([loop] { loop->call_soon_threadsafe(tick); });{{$}}
  loop->run_forever();
}

void kept_handle_bad(aio::EventLoop &loop) {
  std::jthread thread([&] { aio::Handle handle = loop.call_soon(tick); });
  // CHECK-FIXES: {{^}}  std::jthread thread([&] { aio::Handle handle = loop.call_soon_threadsafe(tick); });{{$}}
  loop.run_forever();
}

void create_task_bad(aio::EventLoop &loop) {
  std::jthread thread([&] { loop.create_task(work()); });
  // CHECK-FIXES: {{^}}  std::jthread thread([&] { aio::run_coroutine_threadsafe(work(), loop); });{{$}}
  loop.run_forever();
}

void create_task_of_pointer_bad(aio::EventLoop *loop) {
  std::jthread thread([=] { loop->create_task(work()); });
  // CHECK-FIXES: {{^}}  std::jthread thread([=] { aio::run_coroutine_threadsafe(work(), *loop); });{{$}}
  loop->run_forever();
}

// A task that is used has another type than what the door gives.
void used_task_bad(aio::EventLoop &loop) {
  std::jthread thread([&] { auto task = loop.create_task(work()); });
  // CHECK-FIXES: {{^}}  std::jthread thread([&] { auto task = loop.create_task(work()); });{{$}}
  loop.run_forever();
}

// No twin.
void call_later_bad(aio::EventLoop &loop) {
  std::jthread thread([&] { loop.call_later(1ms, tick); });
  // CHECK-FIXES: {{^}}  std::jthread thread([&] { loop.call_later(1ms, tick); });{{$}}
  loop.run_forever();
}
void stop_bad(aio::EventLoop &loop) {
  std::jthread thread([&] { loop.stop(); });
  // CHECK-FIXES: {{^}}  std::jthread thread([&] { loop.stop(); });{{$}}
  loop.run_forever();
}

// Not in macros; in templates, where all instantiations agree.
#define TICK(loop) loop.call_soon(tick)
void macro_bad(aio::EventLoop &loop) {
  std::jthread thread([&] { TICK(loop); });
  // CHECK-FIXES: {{^}}  std::jthread thread([&] { TICK(loop); });{{$}}
  loop.run_forever();
}
template <class Loop> void template_bad(Loop &loop) {
  std::jthread thread([&] { loop.call_soon(tick); });
  // CHECK-FIXES: {{^}}  std::jthread thread([&] { loop.call_soon_threadsafe(tick); });{{$}}
  loop.run_forever();
}
template void template_bad(aio::EventLoop &);
