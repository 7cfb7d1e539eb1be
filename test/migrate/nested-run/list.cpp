// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The results stand in a list.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <vector>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  const std::vector<int> all{aio::run(answer()), 1, aio::run(answer())};
  std::cout << all.size() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <vector>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  const std::vector<int> all{co_await answer(), 1, co_await answer()};
  std::cout << all.size() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
