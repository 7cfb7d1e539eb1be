// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It decides a switch.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <future>
#include <iostream>

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  switch (later.get()) {
  case 42:
    std::cout << "right\n";
  }
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <future>
#include <iostream>

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  switch (co_await aio::to_thread([&] { return later.get(); })) {
  case 42:
    std::cout << "right\n";
  }
  co_return;
}

int main() { aio::run(serve()); }
