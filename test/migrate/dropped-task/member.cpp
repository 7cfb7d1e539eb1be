// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A member function starts it.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>

struct Store {
  aio::Coro<> save() {
    std::cout << "saved\n";
    co_return;
  }
  aio::Coro<> start() {
    aio::create_task(save());
    co_return;
  }
};

static aio::Coro<> serve() {
  Store store;
  co_await store.start();
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

struct Store {
  aio::Coro<> save() {
    std::cout << "saved\n";
    co_return;
  }
  aio::Coro<> start() {
    co_await aio::create_task(save());
    co_return;
  }
};

static aio::Coro<> serve() {
  Store store;
  co_await store.start();
}

int main() { aio::run(serve()); }
