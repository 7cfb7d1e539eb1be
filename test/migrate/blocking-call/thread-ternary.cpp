// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What blocks is a branch of a ternary.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <future>
#include <iostream>

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  std::cout << (std::cout ? later.get() : 0) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <future>
#include <iostream>

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  std::cout << (std::cout ? co_await aio::to_thread([&] { return later.get(); }) : 0) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
