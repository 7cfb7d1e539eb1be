// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A latch is waited for.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>
#include <latch>
#include <thread>

static aio::Coro<> serve() {
  std::latch done(1);
  std::jthread worker([&] { done.count_down(); });
  done.wait();
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <latch>
#include <thread>

static aio::Coro<> serve() {
  std::latch done(1);
  std::jthread worker([&] { done.count_down(); });
  co_await aio::to_thread([&] { done.wait(); });
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
