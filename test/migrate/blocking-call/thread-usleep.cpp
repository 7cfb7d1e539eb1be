// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The pause is of the system.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>
#include <unistd.h>

static aio::Coro<> serve() {
  usleep(1);
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <unistd.h>

static aio::Coro<> serve() {
  co_await aio::to_thread([&] { usleep(1); });
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
