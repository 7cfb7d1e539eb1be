// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Its type is deduced.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>
#include <mutex>

static std::mutex door;
static int count = 0;

static aio::Coro<> serve() {
  const auto guard = std::unique_lock(door);
  ++count;
  co_await aio::yield_now();
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
  {
    const auto guard = std::unique_lock(door);
    ++count;
  }
  co_await aio::yield_now();
  std::cout << "done\n";
}

int main() { aio::run(serve()); }
