// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is not evaluated is no run.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  std::cout << sizeof(aio::run(answer())) + aio::run(answer()) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  std::cout << sizeof(aio::run(answer())) + co_await answer() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
