// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is a branch of a ternary.
// Fix: safe
// Before: get_event_loop() is deprecated
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<> serve() {
  std::cout << (std::cout ? aio::get_event_loop() : aio::get_event_loop()).is_running() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<> serve() {
  std::cout << (std::cout ? aio::get_running_loop() : aio::get_running_loop()).is_running() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
