// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A line is read.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  std::string line;
  std::getline(std::cin, line);
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  std::string line;
  co_await aio::to_thread([&] { std::getline(std::cin, line); });
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
