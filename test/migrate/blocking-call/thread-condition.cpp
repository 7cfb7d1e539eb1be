// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What blocks is a condition.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  if (later.get() == 42)
    std::cout << "right\n";
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
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  if (co_await aio::to_thread([&] { return later.get(); }) == 42)
    std::cout << "right\n";
  co_return;
}

int main() { aio::run(serve()); }
