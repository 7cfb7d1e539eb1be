// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in a block of its own.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  {
    aio::create_task(save());
  }
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  {
    co_await aio::create_task(save());
  }
  co_return;
}

int main() { aio::run(serve()); }
