// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result is taken apart.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <utility>

static aio::Coro<std::pair<int, int>> both() { co_return std::pair{1, 2}; }

static aio::Coro<> serve() {
  const auto [one, two] = aio::run(both());
  std::cout << one + two << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <utility>

static aio::Coro<std::pair<int, int>> both() { co_return std::pair{1, 2}; }

static aio::Coro<> serve() {
  const auto [one, two] = co_await both();
  std::cout << one + two << "\n";
  co_return;
}

int main() { aio::run(serve()); }
