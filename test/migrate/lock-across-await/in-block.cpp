// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in a block of a branch.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>
#include <mutex>

static std::mutex door;
static int count = 0;

static aio::Coro<> serve() {
  if (std::cout) {
    const std::lock_guard guard(door);
    ++count;
    co_await aio::yield_now();
  }
  std::cout << "done\n";
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <mutex>

static std::mutex door;
static int count = 0;

static aio::Coro<> serve() {
  if (std::cout) {
    {
      const std::lock_guard guard(door);
      ++count;
    }
    co_await aio::yield_now();
  }
  std::cout << "done\n";
}

int main() { aio::run(serve()); }
