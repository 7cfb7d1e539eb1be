// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A member function makes it.
// Fix: safe
// Before: was never awaited
//--- before
#include <aio/aio.h>
#include <iostream>

struct Store {
  aio::Coro<> save() {
    std::cout << "saved\n";
    co_return;
  }
};

static aio::Coro<> serve() {
  Store store;
  store.save();
  Store *other = &store;
  other->save();
  co_return;
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
};

static aio::Coro<> serve() {
  Store store;
  co_await store.save();
  Store *other = &store;
  co_await other->save();
  co_return;
}

int main() { aio::run(serve()); }
