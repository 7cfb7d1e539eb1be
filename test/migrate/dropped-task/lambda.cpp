// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in a lambda.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  const auto start = []() -> aio::Coro<> {
    aio::create_task(save());
    co_return;
  };
  co_await start();
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  const auto start = []() -> aio::Coro<> {
    co_await aio::create_task(save());
    co_return;
  };
  co_await start();
}

int main() { aio::run(serve()); }
