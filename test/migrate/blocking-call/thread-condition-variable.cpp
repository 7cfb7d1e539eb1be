// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A condition variable needs the thread that took its lock.
// Fix: suggested
// Refused: no fix: the thread that took its lock has to wait
//--- before
#include <aio/aio.h>
#include <condition_variable>
#include <iostream>
#include <mutex>

static std::mutex door;
static std::condition_variable woken;

static aio::Coro<> serve() {
  std::unique_lock lock(door);
  woken.wait(lock, [] { return true; });
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
