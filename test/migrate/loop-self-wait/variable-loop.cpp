// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The loop has a name.
// Fix: safe
// Before: ConcurrentFuture waited for on the loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  auto &loop = aio::get_running_loop();
  const int value = aio::run_coroutine_threadsafe(answer(), loop).get();
  std::cout << value << (loop.is_running() ? "!" : "") << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  auto &loop = aio::get_running_loop();
  const int value = co_await answer();
  std::cout << value << (loop.is_running() ? "!" : "") << "\n";
  co_return;
}

int main() { aio::run(serve()); }
