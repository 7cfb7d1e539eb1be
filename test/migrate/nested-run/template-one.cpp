// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A template that is instantiated once.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

template <class T> static aio::Coro<int> ask() {
  const T value = aio::run(answer());
  co_return value;
}

static aio::Coro<> serve() {
  std::cout << co_await ask<int>() << "\n";
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

template <class T> static aio::Coro<int> ask() {
  const T value = co_await answer();
  co_return value;
}

static aio::Coro<> serve() {
  std::cout << co_await ask<int>() << "\n";
}

int main() { aio::run(serve()); }
