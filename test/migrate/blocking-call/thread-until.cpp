// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sleep until a point in time.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  std::this_thread::sleep_until(std::chrono::steady_clock::now());
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  co_await aio::to_thread([&] { std::this_thread::sleep_until(std::chrono::steady_clock::now()); });
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
