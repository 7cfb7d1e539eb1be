// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-dropped-task %t --silent
#include <aio/aio.h>

#include <memory>
#include <utility>
#include <vector>

aio::Coro<int> leaf();
aio::Coro<> work();

// Awaited, in the same statement or later.
aio::Coro<> awaited_ok() {
  co_await aio::create_task(work());
  auto task = aio::create_task(leaf());
  co_await task;
}
// Said in so many words.
aio::Coro<> detached_ok() {
  aio::create_task(work()).detach();
  auto task = aio::create_task(work());
  task.detach();
  co_return;
}
// The group waits for it.
aio::Coro<> group_ok() {
  co_await aio::task_group([](aio::TaskGroup &group) -> aio::Coro<> {
    auto child = group.create_task(work());
    (void)child;
    co_return;
  });
}
// Somebody else has it: returned, stored, passed on.
aio::Task<int> returned_ok(aio::EventLoop &loop) { return loop.create_task(leaf()); }
struct Service {
  aio::Task<> keeper;
  std::vector<aio::Task<>> others;
  void start(aio::EventLoop &loop) {
    keeper = loop.create_task(work());
    others.push_back(loop.create_task(work()));
  }
};
aio::Coro<> passed_ok() { co_await aio::gather(aio::create_task(leaf()), aio::create_task(leaf())); }
// A callback looks at it when it is done.
aio::Coro<> callback_ok() {
  auto task = aio::create_task(leaf());
  task.add_done_callback([](auto done) { (void)done.exception(); });
  co_return;
}
// Asked for later.
aio::Coro<> asked_ok() {
  auto task = aio::create_task(leaf());
  co_await work();
  if (task.done())
    (void)task.exception();
}
// A coroutine that is dropped never started: that is unawaited-coroutine.
aio::Coro<> never_started_ok() {
  auto coroutine = work();
  co_await std::move(coroutine);
}
// A future is no task: nothing runs because of it.
void future_ok(aio::EventLoop &loop) { (void)loop.create_future<int>(); }
