// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The lines stay as the project wants them.
// Fix: safe
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  std::this_thread::sleep_for(std::chrono::milliseconds(1) + std::chrono::microseconds(2));
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- before/.clang-format
BasedOnStyle: LLVM
ColumnLimit: 100
//--- after
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  co_await aio::sleep(std::chrono::milliseconds(1) + std::chrono::microseconds(2));
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
