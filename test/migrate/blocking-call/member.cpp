// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The coroutine is a member.
// Fix: safe
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

struct Door {
  std::chrono::milliseconds time{1};
  aio::Coro<> open() {
    std::this_thread::sleep_for(time);
    co_return;
  }
};

static aio::Coro<> serve() {
  Door door;
  co_await door.open();
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

struct Door {
  std::chrono::milliseconds time{1};
  aio::Coro<> open() {
    co_await aio::sleep(time);
    co_return;
  }
};

static aio::Coro<> serve() {
  Door door;
  co_await door.open();
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
