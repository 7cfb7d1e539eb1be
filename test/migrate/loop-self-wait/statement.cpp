// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is a statement.
// Fix: safe
// Before: ConcurrentFuture waited for on the loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  aio::run_coroutine_threadsafe(answer(), aio::get_running_loop()).get();
  std::cout << "asked\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  co_await answer();
  std::cout << "asked\n";
  co_return;
}

int main() { aio::run(serve()); }
