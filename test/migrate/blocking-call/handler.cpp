// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handler cannot suspend.
// Fix: safe
// Refused: no fix: a handler cannot suspend
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  try {
    throw 1;
  } catch (int) {
    std::this_thread::sleep_for(1ms);
  }
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
