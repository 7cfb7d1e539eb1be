// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A generic lambda with two instantiations.
// Fix: safe
// Before: was never awaited
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save(long what) {
  std::cout << "saved " << what << "\n";
  co_return;
}

static aio::Coro<> serve() {
  const auto each = [](auto what) -> aio::Coro<> {
    save(what);
    co_return;
  };
  co_await each(1);
  co_await each(2L);
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save(long what) {
  std::cout << "saved " << what << "\n";
  co_return;
}

static aio::Coro<> serve() {
  const auto each = [](auto what) -> aio::Coro<> {
    co_await save(what);
    co_return;
  };
  co_await each(1);
  co_await each(2L);
}

int main() { aio::run(serve()); }
