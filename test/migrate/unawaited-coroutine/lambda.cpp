// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lambda makes it.
// Fix: safe
// Before: was never awaited
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> serve() {
  const auto store = []() -> aio::Coro<> {
    std::cout << "stored\n";
    co_return;
  };
  store();
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> serve() {
  const auto store = []() -> aio::Coro<> {
    std::cout << "stored\n";
    co_return;
  };
  co_await store();
  co_return;
}

int main() { aio::run(serve()); }
