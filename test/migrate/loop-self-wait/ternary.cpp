// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is a branch of a ternary.
// Fix: safe
// Before: ConcurrentFuture waited for on the loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  std::cout << (std::cout.good() ? aio::run_coroutine_threadsafe(answer(), aio::get_running_loop()).get() : 0) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  std::cout << (std::cout.good() ? co_await answer() : 0) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
