// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A semaphore is waited for.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>
#include <semaphore>
#include <thread>

static aio::Coro<> serve() {
  std::binary_semaphore done(0);
  std::jthread worker([&] { done.release(); });
  done.acquire();
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <semaphore>
#include <thread>

static aio::Coro<> serve() {
  std::binary_semaphore done(0);
  std::jthread worker([&] { done.release(); });
  co_await aio::to_thread([&] { done.acquire(); });
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
