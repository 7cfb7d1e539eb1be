// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is assigned.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <future>
#include <iostream>

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  int value = 1;
  value += later.get();
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <future>
#include <iostream>

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  int value = 1;
  value += co_await aio::to_thread([&] { return later.get(); });
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
