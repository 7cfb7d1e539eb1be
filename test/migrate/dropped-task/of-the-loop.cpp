// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The loop starts it.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  auto &loop = aio::get_running_loop();
  loop.create_task(save());
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
  auto &loop = aio::get_running_loop();
  co_await loop.create_task(save());
  co_return;
}

int main() { aio::run(serve()); }
