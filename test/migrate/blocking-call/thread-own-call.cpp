// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function of the program may need the thread of the loop.
// Fix: suggested
// Refused: no fix: 'command' may need this thread
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static const char *command() { return aio::get_running_loop().is_running() ? "exit 0" : ""; }

static aio::Coro<> serve() {
  std::cout << std::system(command()) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
