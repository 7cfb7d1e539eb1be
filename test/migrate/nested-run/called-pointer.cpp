// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result is a pointer to a function that is called.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static int seven() { return 7; }
static aio::Coro<int (*)()> door() { co_return seven; }

static aio::Coro<> serve() {
  std::cout << aio::run(door())() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static int seven() { return 7; }
static aio::Coro<int (*)()> door() { co_return seven; }

static aio::Coro<> serve() {
  std::cout << (co_await door())() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
