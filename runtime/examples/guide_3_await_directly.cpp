// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Inside a running loop nothing is run: it is awaited, or scheduled on the loop that is there.
#include <aio/aio.h>

#include <chrono>
#include <cstdio>

using namespace std::chrono_literals;

aio::Coro<int> do_work() {
  co_await aio::yield_now();
  co_return 42;
}

aio::Coro<> background() {
  co_await aio::sleep(10ms);
  std::puts("background done");
}

aio::Coro<> already_async() {
  const int result = co_await do_work();  // aio::run(do_work()) would throw: a loop is running here
  std::printf("result %d\n", result);
  auto task = aio::create_task(background());
  co_await task;
}

int main() { aio::run(already_async()); }
