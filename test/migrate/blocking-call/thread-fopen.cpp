// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file is opened.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <cstdio>
#include <iostream>

static aio::Coro<> serve() {
  std::FILE *file = std::fopen("/dev/null", "r");
  std::cout << (file != nullptr) << "\n";
  std::fclose(file);
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <cstdio>
#include <iostream>

static aio::Coro<> serve() {
  std::FILE *file = co_await aio::to_thread([&] { return std::fopen("/dev/null", "r"); });
  std::cout << (file != nullptr) << "\n";
  std::fclose(file);
  co_return;
}

int main() { aio::run(serve()); }
