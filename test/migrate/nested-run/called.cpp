// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result is called.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <functional>

static aio::Coro<std::function<int()>> door() {
  co_return [] { return 7; };
}

static aio::Coro<> serve() {
  std::cout << aio::run(door())() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <functional>

static aio::Coro<std::function<int()>> door() {
  co_return [] { return 7; };
}

static aio::Coro<> serve() {
  std::cout << (co_await door())() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
