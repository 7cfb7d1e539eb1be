// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What blocks is returned.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<int> ask() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  co_return later.get();
}

static aio::Coro<> serve() {
  std::cout << co_await ask() << "\n";
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<int> ask() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  co_return co_await aio::to_thread([&] { return later.get(); });
}

static aio::Coro<> serve() {
  std::cout << co_await ask() << "\n";
}

int main() { aio::run(serve()); }
