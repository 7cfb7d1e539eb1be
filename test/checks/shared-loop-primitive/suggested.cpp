// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=4 %s async-shared-loop-primitive %t
#include <aio/aio.h>

#include <cstddef>

// Used by the main coroutine of each run alone.
static aio::Queue<int> jobs(8);
// CHECK-FIXES: {{^}}#include <cstddef>{{$}}
// CHECK-FIXES-NOT: static aio::Queue<int> jobs
static aio::Coro<> put(aio::Queue<int> &into) { co_await into.put(1); }
static aio::Coro<> produce() {
  co_await put(jobs);
  co_await jobs.get();
}
// CHECK-FIXES: {{^}}static aio::Coro<> produce() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Queue<int> jobs(8);{{$}}
// CHECK-FIXES-NEXT: {{^}}  co_await put(jobs);{{$}}
void two_runs() {
  aio::run(produce());
  aio::run(produce());
}

// A static of it.
static aio::Coro<> wait() {
  static aio::Event ready;
  ready.set();
  co_await ready.wait();
}
// CHECK-FIXES: {{^}}static aio::Coro<> wait() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Event ready;{{$}}
void repeated() {
  for (int i = 0; i < 2; ++i)
    aio::run(wait());
}

// Refused, and why: other files; two users; calls that share it; a task that may outlive it.
aio::Lock visible;
static aio::Coro<> use() { auto held = co_await visible.scoped(); }
// CHECK-FIXES: {{^}}aio::Lock visible;{{$}}
static aio::Lock twice;
static aio::Coro<> one() { auto held = co_await twice.scoped(); }
static aio::Coro<> other() { auto held = co_await twice.scoped(); }
// CHECK-FIXES: {{^}}static aio::Lock twice;{{$}}
static aio::Lock between;
static aio::Coro<> worker() { auto held = co_await between.scoped(); }
static aio::Coro<> both() { co_await aio::gather(worker(), worker()); }
// CHECK-FIXES: {{^}}static aio::Lock between;{{$}}
static aio::Lock left;
static aio::Coro<> hold(aio::Lock &it) { auto held = co_await it.scoped(); }
static aio::Coro<> leave() {
  aio::create_task(hold(left)).detach();
  co_return;
}
// CHECK-FIXES: {{^}}static aio::Lock left;{{$}}
void refused() {
  aio::run(use());
  aio::run(use());
  aio::run(one());
  aio::run(other());
  aio::run(both());
  aio::run(both());
  aio::run(leave());
  aio::run(leave());
}
