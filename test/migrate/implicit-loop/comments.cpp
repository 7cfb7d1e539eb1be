// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Comments stay.
// Fix: safe
// Before: get_event_loop() is deprecated
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<> serve() {
  /* mine */ auto &loop = aio::get_event_loop(/* who else */); // here
  std::cout << loop.is_running() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<> serve() {
  /* mine */ auto &loop = aio::get_running_loop(/* who else */); // here
  std::cout << loop.is_running() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
