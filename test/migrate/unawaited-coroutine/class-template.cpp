// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A member of a class template.
// Fix: safe
// Before: was never awaited
//--- before
#include <aio/aio.h>
#include <iostream>

template <class T> struct Store {
  aio::Coro<> save() {
    std::cout << sizeof(T) << "\n";
    co_return;
  }
  aio::Coro<> save_all() {
    save();
    co_return;
  }
};

static aio::Coro<> serve() {
  Store<int> one;
  Store<long> two;
  co_await one.save_all();
  co_await two.save_all();
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

template <class T> struct Store {
  aio::Coro<> save() {
    std::cout << sizeof(T) << "\n";
    co_return;
  }
  aio::Coro<> save_all() {
    co_await save();
    co_return;
  }
};

static aio::Coro<> serve() {
  Store<int> one;
  Store<long> two;
  co_await one.save_all();
  co_await two.save_all();
}

int main() { aio::run(serve()); }
