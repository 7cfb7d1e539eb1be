// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=5 %s async-lock-across-await %t
#include <aio/aio.h>
#include <mutex>

std::mutex door;
int count;

aio::Coro<> simple() {
  std::lock_guard<std::mutex> guard(door);
  ++count;

  if (count > 3)
    count = 0;
  co_await aio::yield_now();
  ++count;
}
// CHECK-FIXES:      {{^}}aio::Coro<> simple() {
// CHECK-FIXES-NEXT: {{^}}  {
// CHECK-FIXES-NEXT: {{^}}    std::lock_guard<std::mutex> guard(door);
// CHECK-FIXES-NEXT: {{^}}    ++count;
// CHECK-FIXES-EMPTY:
// CHECK-FIXES-NEXT: {{^}}    if (count > 3)
// CHECK-FIXES-NEXT: {{^}}      count = 0;
// CHECK-FIXES-NEXT: {{^}}  }
// CHECK-FIXES-NEXT: {{^}}  co_await aio::yield_now();

aio::Coro<> later_in_a_branch(bool now) {
  if (now) {
    std::scoped_lock guard(door);
    count = 1;
    for (int i = 0; i < 3; ++i)
      co_await aio::yield_now();
  }
}
// CHECK-FIXES:      {{^}}    {
// CHECK-FIXES-NEXT: {{^}}      std::scoped_lock guard(door);
// CHECK-FIXES-NEXT: {{^}}      count = 1;
// CHECK-FIXES-NEXT: {{^}}    }
// CHECK-FIXES-NEXT: {{^}}    for (int i = 0; i < 3; ++i)

// No fix: what the block declares is needed after it, the guard itself is, or there is nothing to guard.
aio::Coro<int> needed() {
  std::lock_guard<std::mutex> guard(door);
  int copy = count;
  co_await aio::yield_now();
  co_return copy;
}
aio::Coro<> unlocked_after() {
  std::unique_lock<std::mutex> guard(door);
  ++count;
  co_await aio::yield_now();
  guard.unlock();
}
aio::Coro<> nothing_between() {
  std::lock_guard<std::mutex> guard(door);
  co_await aio::yield_now();
}
struct Pair {
  int first, second;
};
Pair pair();
aio::Coro<> go(int number);
aio::Coro<> binding_needed() {
  std::lock_guard<std::mutex> guard(door);
  auto [x, y] = pair();
  co_await go(x + y);
}
aio::Coro<> alias_needed() {
  std::lock_guard<std::mutex> guard(door);
  using Number = int;
  co_await go(Number(3));
}
