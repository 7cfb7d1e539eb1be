// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in the head of a loop.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <future>
#include <iostream>

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  for (int turn = 0, end = later.get(); turn < end; turn += 20)
    std::cout << turn << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <future>
#include <iostream>

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  for (int turn = 0, end = co_await aio::to_thread([&] { return later.get(); }); turn < end; turn += 20)
    std::cout << turn << "\n";
  co_return;
}

int main() { aio::run(serve()); }
