// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Its address initialises a pointer.
// Fix: safe
// Before: get_event_loop() is deprecated
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<> serve() {
  auto *loop = &aio::get_event_loop();
  std::cout << loop->is_running() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<> serve() {
  auto *loop = &aio::get_running_loop();
  std::cout << loop->is_running() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
