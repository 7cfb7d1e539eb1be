// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What blocks is a member of this.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

struct Asker {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  aio::Coro<int> ask() { co_return later.get(); }
};

static aio::Coro<> serve() {
  Asker asker;
  std::cout << co_await asker.ask() << "\n";
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

struct Asker {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  aio::Coro<int> ask() { co_return co_await aio::to_thread([&] { return later.get(); }); }
};

static aio::Coro<> serve() {
  Asker asker;
  std::cout << co_await asker.ask() << "\n";
}

int main() { aio::run(serve()); }
