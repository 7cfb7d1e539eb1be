// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The future of another thread is waited for.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  const int value = later.get();
  std::cout << value << "\n";
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
  const int value = co_await aio::to_thread([&] { return later.get(); });
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
