// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A template whose instantiations agree.
// Fix: safe
// Before: was never awaited
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save(long what) {
  std::cout << "saved " << what << "\n";
  co_return;
}

template <class T> static aio::Coro<> twice(T what) {
  save(what);
  co_return;
}

static aio::Coro<> serve() {
  co_await twice(1);
  co_await twice(2L);
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save(long what) {
  std::cout << "saved " << what << "\n";
  co_return;
}

template <class T> static aio::Coro<> twice(T what) {
  co_await save(what);
  co_return;
}

static aio::Coro<> serve() {
  co_await twice(1);
  co_await twice(2L);
}

int main() { aio::run(serve()); }
