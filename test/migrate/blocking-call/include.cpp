// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The header of the sleep is missing.
// Fix: safe
//--- before
#include <aio/runner.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  std::this_thread::sleep_for(1ms);
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/runner.h>
#include <aio/sleep.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  co_await aio::sleep(1ms);
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
