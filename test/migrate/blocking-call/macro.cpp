// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The sleep stands in a macro.
// Fix: safe
// Refused: no fix: it stands in a macro
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

#define PAUSE std::this_thread::sleep_for(1ms)

static aio::Coro<> serve() {
  PAUSE;
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
