// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-use-after-close %t --silent
#include <aio/aio.h>

#include <memory>
#include <utility>

aio::Coro<> work();
aio::Coro<int> leaf();

// What stays legal on a closed loop.
void legal_ok(aio::EventLoop &loop, int fd) {
  loop.close();
  loop.close();
  (void)loop.is_closed();
  (void)loop.time();
  loop.stop();
  loop.remove_reader(fd);
}
// Closed on another path, or last.
void other_path_ok(aio::EventLoop &loop, bool early) {
  if (early) {
    loop.close();
    return;
  }
  loop.run_until_complete(work());
  loop.close();
}
// Made anew.
void anew_ok() {
  std::unique_ptr<aio::EventLoop> loop = aio::new_event_loop();
  loop->close();
  loop = aio::new_event_loop();
  loop->run_until_complete(work());
  loop->close();
}
void each_turn_ok() {
  for (int i = 0; i < 2; ++i) {
    aio::EventLoop loop;
    loop.run_until_complete(work());
    loop.close();
  }
}
// The program asks: what it does depends on the answer.
void asked_ok(aio::EventLoop &loop, bool early) {
  if (early)
    loop.close();
  if (!loop.is_closed())
    loop.run_until_complete(work());
}
// Another loop than the one that runs this.
aio::Coro<> another_ok(aio::EventLoop &other) {
  other.close();
  co_return;
}
// Assigned again, or awaited on one path each.
aio::Coro<> again_ok(bool first) {
  auto once = leaf();
  co_await std::move(once);
  once = leaf();
  co_await std::move(once);
  auto other = leaf();
  if (first)
    co_await std::move(other);
  else
    co_await std::move(other);
}
aio::Coro<> each_ok() {
  for (int i = 0; i < 2; ++i) {
    auto once = leaf();
    co_await std::move(once);
  }
}
// A task may be awaited by many.
aio::Coro<> task_ok() {
  auto task = aio::create_task(leaf());
  co_await task;
  co_await task;
}
