// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A member function is called on what blocks.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  std::future<std::string> later = std::async(std::launch::async, [] { return std::string("Ada"); });
  std::cout << later.get().size() << "\n";
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
  std::future<std::string> later = std::async(std::launch::async, [] { return std::string("Ada"); });
  std::cout << (co_await aio::to_thread([&] { return later.get(); })).size() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
