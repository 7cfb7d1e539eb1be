// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Another handler comes first.
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
  } catch (const std::exception &error) {
    std::cout << error.what();
  } catch (...) {
    std::cout << "failed\n";
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
  } catch (const std::exception &error) {
    std::cout << error.what();
  } catch (...) {
    std::cout << "failed\n";
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
