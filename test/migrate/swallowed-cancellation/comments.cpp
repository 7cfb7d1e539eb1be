// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Comments stay.
// Fix: safe
// Before: still here
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>

using namespace std::chrono_literals;

static aio::Coro<> work() {
  try {
    co_await aio::sleep(1h);
  } catch (...) { // whatever it is
    std::cout << "failed\n"; // say so
    // and go on
  }
  std::cout << "still here\n";
}

static aio::Coro<> serve() {
  auto task = aio::create_task(work());
  co_await aio::yield_now();
  task.cancel();
  try {
    co_await task;
  } catch (const aio::CancelledError &) {
    std::cout << "cancelled\n";
  }
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <chrono>
#include <iostream>

using namespace std::chrono_literals;

static aio::Coro<> work() {
  try {
    co_await aio::sleep(1h);
  } catch (...) { // whatever it is
    std::cout << "failed\n"; // say so
    // and go on
    throw;
  }
  std::cout << "still here\n";
}

static aio::Coro<> serve() {
  auto task = aio::create_task(work());
  co_await aio::yield_now();
  task.cancel();
  try {
    co_await task;
  } catch (const aio::CancelledError &) {
    std::cout << "cancelled\n";
  }
}

int main() { aio::run(serve()); }
