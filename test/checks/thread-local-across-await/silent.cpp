// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-thread-local-across-await %t --silent
#include <aio/aio.h>
#include <hopping.h>

#include <chrono>

thread_local int count;
int shared;
std::suspend_always elsewhere();

// The loop resumes it on its own thread.
aio::Coro<> own_thread_ok() {
  int &kept = count;
  co_await aio::sleep(std::chrono::milliseconds(1));
  ++kept;
}
// Read again after the suspension.
Hopping again_ok() {
  ++count;
  co_await elsewhere();
  ++count;
}
Hopping assigned_again_ok() {
  int *kept = &count;
  ++*kept;
  co_await elsewhere();
  kept = &count;
  ++*kept;
}
Hopping each_turn_ok() {
  for (int i = 0; i < 2; ++i) {
    int &kept = count;
    ++kept;
    co_await elsewhere();
  }
}
// Not used after it.
Hopping before_ok() {
  int &kept = count;
  ++kept;
  co_await elsewhere();
}
// A value is a copy.
Hopping value_ok() {
  int kept = count;
  co_await elsewhere();
  shared = kept;
}
// Not thread-local.
Hopping shared_ok() {
  int &kept = shared;
  co_await elsewhere();
  ++kept;
}
// It never suspends.
Hopping never_suspends_ok() {
  int &kept = count;
  co_await std::suspend_never{};
  ++kept;
}
// No coroutine.
void plain_ok() {
  int &kept = count;
  ++kept;
}
