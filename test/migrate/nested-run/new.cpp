// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result initialises an object on the heap.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <memory>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  const auto kept = std::make_unique<int>(aio::run(answer()));
  const int value = *kept;
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <memory>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  const auto kept = std::make_unique<int>(co_await answer());
  const int value = *kept;
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
