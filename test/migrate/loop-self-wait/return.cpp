// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is returned.
// Fix: safe
// Before: ConcurrentFuture waited for on the loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<int> ask() {
  co_return aio::run_coroutine_threadsafe(answer(), aio::get_running_loop()).get();
}

static aio::Coro<> serve() {
  std::cout << co_await ask() << "\n";
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<int> ask() {
  co_return co_await answer();
}

static aio::Coro<> serve() {
  std::cout << co_await ask() << "\n";
}

int main() { aio::run(serve()); }
