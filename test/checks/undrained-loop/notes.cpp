// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-undrained-loop %t
#include <aio/aio.h>

aio::Coro<> work();

// Every note, and no other.
void spawned_bad() {
  aio::EventLoop loop;
  loop.create_task(work()).detach();
  loop.close();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'aio::EventLoop::create_task' starts a task here
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'aio::drain' cancels and awaits them
}
