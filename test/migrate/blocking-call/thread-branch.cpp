// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is a branch without braces.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  std::thread worker([] { std::cout << "worked\n"; });
  if (worker.joinable())
    worker.join();
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  std::thread worker([] { std::cout << "worked\n"; });
  if (worker.joinable())
    co_await aio::to_thread([&] { worker.join(); });
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
