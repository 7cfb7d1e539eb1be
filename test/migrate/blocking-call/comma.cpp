// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A sleep before a comma.
// Fix: safe
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  int turn = 0;
  std::this_thread::sleep_for(1ms), ++turn;
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
  int turn = 0;
  co_await aio::sleep(1ms), ++turn;
  std::cout << turn << "\n";
  co_return;
}

int main() { aio::run(serve()); }
