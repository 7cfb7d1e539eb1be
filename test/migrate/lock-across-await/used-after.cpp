// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is declared under it is spoken of later.
// Fix: suggested
// Refused: no fix: 
//--- before
#include <aio/aio.h>
#include <iostream>
#include <mutex>

static std::mutex door;
static int count = 0;

static aio::Coro<> serve() {
  const std::lock_guard guard(door);
  const int seen = ++count;
  co_await aio::yield_now();
  std::cout << seen << "\n";
}

int main() { aio::run(serve()); }
