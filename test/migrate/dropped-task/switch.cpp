// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands behind a case.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  switch (static_cast<int>(std::cout.good())) {
  case 1:
    aio::create_task(save());
    break;
  default:
    break;
  }
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  switch (static_cast<int>(std::cout.good())) {
  case 1:
    co_await aio::create_task(save());
    break;
  default:
    break;
  }
  co_return;
}

int main() { aio::run(serve()); }
