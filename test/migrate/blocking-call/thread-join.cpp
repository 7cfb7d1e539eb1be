// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread is joined.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  std::thread worker([] { std::cout << "worked\n"; });
  worker.join();
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
  std::thread worker([] { std::cout << "worked\n"; });
  co_await aio::to_thread([&] { worker.join(); });
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
