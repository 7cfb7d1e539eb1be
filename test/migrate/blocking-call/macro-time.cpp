// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The time stands in a macro.
// Fix: safe
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

#define PAUSE 1ms

static aio::Coro<> serve() {
  std::this_thread::sleep_for(PAUSE);
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

#define PAUSE 1ms

static aio::Coro<> serve() {
  co_await aio::sleep(PAUSE);
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
