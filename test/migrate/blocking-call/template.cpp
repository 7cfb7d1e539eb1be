// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A template whose instantiations agree.
// Fix: safe
//--- before
#include <aio/aio.h>
#include <chrono>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;

template <class T> static aio::Coro<> rest(T time) {
  std::this_thread::sleep_for(time);
  co_return;
}

static aio::Coro<> serve() {
  co_await rest(1ms);
  co_await rest(1us);
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

template <class T> static aio::Coro<> rest(T time) {
  co_await aio::sleep(time);
  co_return;
}

static aio::Coro<> serve() {
  co_await rest(1ms);
  co_await rest(1us);
  std::cout << "done\n";
  co_return;
}

int main() { aio::run(serve()); }
