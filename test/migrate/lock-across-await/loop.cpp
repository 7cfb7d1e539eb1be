// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is taken in each turn of a loop.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>
#include <mutex>

static std::mutex door;
static int count = 0;

static aio::Coro<> serve() {
  for (int turn = 0; turn < 2; ++turn) {
    const std::lock_guard guard(door);
    std::cout << ++count << "\n";
    co_await aio::yield_now();
  }
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <mutex>

static std::mutex door;
static int count = 0;

static aio::Coro<> serve() {
  for (int turn = 0; turn < 2; ++turn) {
    {
      const std::lock_guard guard(door);
      std::cout << ++count << "\n";
    }
    co_await aio::yield_now();
  }
}

int main() { aio::run(serve()); }
