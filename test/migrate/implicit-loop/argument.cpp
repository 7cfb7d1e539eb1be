// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is an argument.
// Fix: safe
// Before: get_event_loop() is deprecated
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static void show(aio::EventLoop &loop) { std::cout << loop.is_running() << "\n"; }

static aio::Coro<> serve() {
  show(aio::get_event_loop());
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static void show(aio::EventLoop &loop) { std::cout << loop.is_running() << "\n"; }

static aio::Coro<> serve() {
  show(aio::get_running_loop());
  co_return;
}

int main() { aio::run(serve()); }
