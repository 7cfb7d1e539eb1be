// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// There is no space before the name.
// Fix: suggested
// Before: undefined
//--- before
#include <aio/aio.h>
#include <iostream>
#include <string>

static aio::Coro<> show(const std::string&name) {
  co_await aio::yield_now();
  std::cout << name << "\n";
}

static aio::Coro<> serve() {
  auto task = aio::create_task(show(std::string("Ada")));
  co_await task;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <string>

static aio::Coro<> show(std::string name) {
  co_await aio::yield_now();
  std::cout << name << "\n";
}

static aio::Coro<> serve() {
  auto task = aio::create_task(show(std::string("Ada")));
  co_await task;
}

int main() { aio::run(serve()); }
