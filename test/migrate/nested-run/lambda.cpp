// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The coroutine is a lambda.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  const auto ask = []() -> aio::Coro<int> { co_return aio::run(answer()); };
  std::cout << co_await ask() << "\n";
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  const auto ask = []() -> aio::Coro<int> { co_return co_await answer(); };
  std::cout << co_await ask() << "\n";
}

int main() { aio::run(serve()); }
