// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The coroutine is a lambda.
// Fix: safe
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

static aio::Coro<> serve() {
  const auto wait = []() -> aio::Coro<> {
    std::this_thread::sleep_for(1ms);
    co_return;
  };
  co_await wait();
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
  const auto wait = []() -> aio::Coro<> {
    co_await aio::sleep(1ms);
    co_return;
  };
  co_await wait();
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
