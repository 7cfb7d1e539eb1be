// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A template whose instantiations agree.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

template <class T> static aio::Coro<T> plus(T more) {
  co_return aio::run(answer()) + more;
}

static aio::Coro<> serve() {
  std::cout << co_await plus(1) << co_await plus(2L) << "\n";
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

template <class T> static aio::Coro<T> plus(T more) {
  co_return co_await answer() + more;
}

static aio::Coro<> serve() {
  std::cout << co_await plus(1) << co_await plus(2L) << "\n";
}

int main() { aio::run(serve()); }
