// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An operator makes it.
// Fix: safe
// Before: was never awaited
//--- before
#include <aio/aio.h>
#include <iostream>

struct Store {
  aio::Coro<> operator<<(int what) {
    std::cout << "saved " << what << "\n";
    co_return;
  }
};

static aio::Coro<> serve() {
  Store store;
  store << 1;
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

struct Store {
  aio::Coro<> operator<<(int what) {
    std::cout << "saved " << what << "\n";
    co_return;
  }
};

static aio::Coro<> serve() {
  Store store;
  co_await (store << 1);
  co_return;
}

int main() { aio::run(serve()); }
