// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The condition of a loop asks again and again.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<bool> more(int &left) { co_return --left > 0; }

static aio::Coro<> serve() {
  int left = 3;
  while (aio::run(more(left)))
    std::cout << left << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<bool> more(int &left) { co_return --left > 0; }

static aio::Coro<> serve() {
  int left = 3;
  while (co_await more(left))
    std::cout << left << "\n";
  co_return;
}

int main() { aio::run(serve()); }
