// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It initialises a capture.
// Fix: safe
// Before: get_event_loop() is deprecated
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<> serve() {
  const auto show = [&loop = aio::get_event_loop()] { std::cout << loop.is_running() << "\n"; };
  show();
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<> serve() {
  const auto show = [&loop = aio::get_running_loop()] { std::cout << loop.is_running() << "\n"; };
  show();
  co_return;
}

int main() { aio::run(serve()); }
