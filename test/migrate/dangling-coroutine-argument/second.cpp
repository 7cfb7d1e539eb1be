// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is the second parameter.
// Fix: suggested
// Before: undefined
//--- before
#include <aio/aio.h>
#include <iostream>
#include <string>

static aio::Coro<> show(int count, const std::string &name) {
  co_await aio::yield_now();
  std::cout << count << name << "\n";
}

static aio::Coro<> serve() {
  auto task = aio::create_task(show(1, std::string("Ada")));
  co_await task;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <string>

static aio::Coro<> show(int count, std::string name) {
  co_await aio::yield_now();
  std::cout << count << name << "\n";
}

static aio::Coro<> serve() {
  auto task = aio::create_task(show(1, std::string("Ada")));
  co_await task;
}

int main() { aio::run(serve()); }
