// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is part of a condition.
// Fix: safe
// Before: get_event_loop() is deprecated
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<> serve() {
  if (aio::get_event_loop().is_running())
    std::cout << "runs\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<> serve() {
  if (aio::get_running_loop().is_running())
    std::cout << "runs\n";
  co_return;
}

int main() { aio::run(serve()); }
