// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two runs over one lock.
// Fix: suggested
// Before: is bound to a different event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> waits(aio::Lock &door, int turn) {
  co_await door.acquire();
  std::cout << "turn " << turn << "\n";
  co_await aio::yield_now();
  door.release();
}
static aio::Coro<> both(aio::Lock &door, int turn) { co_await aio::gather(waits(door, turn), waits(door, turn)); }

int main() {
  aio::Lock door;
  aio::run(both(door, 1));
  aio::run(both(door, 2));
}
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> waits(aio::Lock &door, int turn) {
  co_await door.acquire();
  std::cout << "turn " << turn << "\n";
  co_await aio::yield_now();
  door.release();
}
static aio::Coro<> both(aio::Lock &door, int turn) { co_await aio::gather(waits(door, turn), waits(door, turn)); }

int main() {
  aio::Lock door;
  aio::Runner runner;
  runner.run(both(door, 1));
  runner.run(both(door, 2));
}
