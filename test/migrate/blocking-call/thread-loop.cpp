// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in the condition of a loop.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <cstdlib>
#include <iostream>

static aio::Coro<> serve() {
  int turns = 0;
  while (std::system("exit 0") == 0 && turns < 2)
    std::cout << turns++ << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <cstdlib>
#include <iostream>

static aio::Coro<> serve() {
  int turns = 0;
  while (co_await aio::to_thread([&] { return std::system("exit 0"); }) == 0 && turns < 2)
    std::cout << turns++ << "\n";
  co_return;
}

int main() { aio::run(serve()); }
