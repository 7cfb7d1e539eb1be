// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The type is deduced from the run.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  const auto value = aio::run(answer());
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  const auto value = co_await answer();
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
