// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in a lambda that is a coroutine.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <future>
#include <iostream>

static aio::Coro<> serve() {
  const auto ask = []() -> aio::Coro<int> {
    std::future<int> later = std::async(std::launch::async, [] { return 42; });
    co_return later.get();
  };
  std::cout << co_await ask() << "\n";
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <future>
#include <iostream>

static aio::Coro<> serve() {
  const auto ask = []() -> aio::Coro<int> {
    std::future<int> later = std::async(std::launch::async, [] { return 42; });
    co_return co_await aio::to_thread([&] { return later.get(); });
  };
  std::cout << co_await ask() << "\n";
}

int main() { aio::run(serve()); }
