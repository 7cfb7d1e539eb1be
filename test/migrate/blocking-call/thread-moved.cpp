// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The future is moved from its owner.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <future>
#include <iostream>
#include <vector>

static aio::Coro<> serve() {
  std::vector<std::future<int>> all;
  all.push_back(std::async(std::launch::async, [] { return 42; }));
  std::cout << all.front().get() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <future>
#include <iostream>
#include <vector>

static aio::Coro<> serve() {
  std::vector<std::future<int>> all;
  all.push_back(std::async(std::launch::async, [] { return 42; }));
  std::cout << co_await aio::to_thread([&] { return all.front().get(); }) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
