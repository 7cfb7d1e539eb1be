// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result is an argument of an operator and of a call.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <algorithm>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  std::cout << std::max(aio::run(answer()), 1) << aio::run(answer()) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <algorithm>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  std::cout << std::max(co_await answer(), 1) << co_await answer() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
