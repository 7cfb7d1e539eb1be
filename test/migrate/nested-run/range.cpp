// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop goes over the result.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <vector>

static aio::Coro<std::vector<int>> all() { co_return std::vector{1, 2}; }

static aio::Coro<> serve() {
  for (int each : aio::run(all()))
    std::cout << each << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <vector>

static aio::Coro<std::vector<int>> all() { co_return std::vector{1, 2}; }

static aio::Coro<> serve() {
  for (int each : co_await all())
    std::cout << each << "\n";
  co_return;
}

int main() { aio::run(serve()); }
