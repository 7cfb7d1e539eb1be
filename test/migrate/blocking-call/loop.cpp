// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sleep in a loop and in its head.
// Fix: safe
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  for (int turn = 0; turn < 2; ++turn, std::this_thread::sleep_for(1ms))
    std::cout << turn << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  for (int turn = 0; turn < 2; ++turn, co_await aio::sleep(1ms))
    std::cout << turn << "\n";
  co_return;
}

int main() { aio::run(serve()); }
