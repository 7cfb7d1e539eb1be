// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The call stands on several lines.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> sum(int one, int two) { co_return one + two; }

static aio::Coro<> serve() {
  const int value = aio::run(
      sum(1,
          2)
  );
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> sum(int one, int two) { co_return one + two; }

static aio::Coro<> serve() {
  const int value = co_await sum(1,
          2);
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
