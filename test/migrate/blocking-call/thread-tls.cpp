// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each thread has its own of what is spoken of.
// Fix: suggested
// Refused: no fix: each thread has a 'command' of its own
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static thread_local const char *command = "exit 0";

static aio::Coro<> serve() {
  std::cout << std::system(command) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
