// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in a lambda that is a coroutine.
// Fix: safe
// Before: ConcurrentFuture waited for on the loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  const auto ask = []() -> aio::Coro<int> { co_return aio::run_coroutine_threadsafe(answer(), aio::get_running_loop()).get(); };
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
