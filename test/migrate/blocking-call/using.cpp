// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The sleep is named by a using-declaration.
// Fix: safe
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  using std::this_thread::sleep_for;
  sleep_for(1ms);
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

static aio::Coro<> serve() {
  using std::this_thread::sleep_for;
  co_await aio::sleep(1ms);
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
