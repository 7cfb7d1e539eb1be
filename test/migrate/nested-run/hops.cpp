// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Through two helpers and a member function.
// Fix: suggested
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> fetch(int of) { co_return of + 1; }

static int price(int of) { return aio::run(fetch(of)); }
struct Order {
  int of;
  int total(int count) const {
    if (count == 0)
      return 0;
    return price(of) * count;
  }
};

static aio::Coro<> serve() {
  Order order{6};
  std::cout << order.total(2) << order.total(0) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> fetch(int of) { co_return of + 1; }

static aio::Coro<int> price(int of) { co_return co_await fetch(of); }
struct Order {
  int of;
  aio::Coro<int> total(int count) const {
    if (count == 0)
      co_return 0;
    co_return co_await price(of) * count;
  }
};

static aio::Coro<> serve() {
  Order order{6};
  std::cout << co_await order.total(2) << co_await order.total(0) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
