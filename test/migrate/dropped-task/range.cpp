// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is the body of a loop over a range.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <initializer_list>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  for ([[maybe_unused]] int turn : {1, 2}) {
    aio::create_task(save());
  }
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <initializer_list>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  for ([[maybe_unused]] int turn : {1, 2}) {
    co_await aio::create_task(save());
  }
  co_return;
}

int main() { aio::run(serve()); }
