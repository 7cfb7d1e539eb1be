// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in a try block.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <exception>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  try {
    aio::create_task(save());
  } catch (const std::exception &error) {
    std::cout << error.what();
  }
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <exception>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  try {
    co_await aio::create_task(save());
  } catch (const std::exception &error) {
    std::cout << error.what();
  }
  co_return;
}

int main() { aio::run(serve()); }
