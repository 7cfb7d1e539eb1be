// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What blocks awaits its argument.
// Fix: suggested
// Refused: no fix: it awaits an argument
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<const char *> command() { co_return "exit 0"; }

static aio::Coro<> serve() {
  std::cout << std::system(co_await command()) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
