// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The coroutine comes from an operator.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

struct Asker {
  aio::Coro<int> operator()() const { co_return 42; }
};
static constexpr Asker asker;

static aio::Coro<> serve() {
  std::cout << aio::run(asker() ) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

struct Asker {
  aio::Coro<int> operator()() const { co_return 42; }
};
static constexpr Asker asker;

static aio::Coro<> serve() {
  std::cout << co_await asker() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
