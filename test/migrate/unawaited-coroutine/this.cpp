// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is made inside of its class.
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
  aio::Coro<> save_all() {
    save();
    co_return;
  }
};

static aio::Coro<> serve() {
  Store store;
  co_await store.save_all();
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
  aio::Coro<> save_all() {
    co_await save();
    co_return;
  }
};

static aio::Coro<> serve() {
  Store store;
  co_await store.save_all();
}

int main() { aio::run(serve()); }
