// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Comments move with their lines.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>
#include <mutex>

static std::mutex door;
static int count = 0;

static aio::Coro<> serve() {
  // One at a time.
  const std::lock_guard guard(door);
  ++count; // one more

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
  // One at a time.
  {
    const std::lock_guard guard(door);
    ++count; // one more

  }
  co_await aio::yield_now();
  std::cout << "done\n";
}

int main() { aio::run(serve()); }
