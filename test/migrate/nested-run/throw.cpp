// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result is thrown.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  try {
    throw aio::run(answer());
  } catch (int value) {
    std::cout << value << "\n";
  }
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  try {
    throw co_await answer();
  } catch (int value) {
    std::cout << value << "\n";
  }
  co_return;
}

int main() { aio::run(serve()); }
