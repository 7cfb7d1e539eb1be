// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A container is taken by reference.
// Fix: suggested
// Before: undefined
//--- before
#include <aio/aio.h>
#include <iostream>
#include <string>
#include <vector>

static aio::Coro<> show(const std::vector<int> &all) {
  co_await aio::yield_now();
  std::cout << all.size() << "\n";
}

static aio::Coro<> serve() {
  auto task = aio::create_task(show(std::vector{1, 2}));
  co_await task;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <string>
#include <vector>

static aio::Coro<> show(std::vector<int> all) {
  co_await aio::yield_now();
  std::cout << all.size() << "\n";
}

static aio::Coro<> serve() {
  auto task = aio::create_task(show(std::vector{1, 2}));
  co_await task;
}

int main() { aio::run(serve()); }
