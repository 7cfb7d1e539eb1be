// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Comments stay.
// Fix: safe
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  // The other side is slow.
  std::this_thread::sleep_for(1ms); // as measured
  /* now */ std::cout << "done\n";
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
  // The other side is slow.
  co_await aio::sleep(1ms); // as measured
  /* now */ std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
