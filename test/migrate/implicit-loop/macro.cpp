// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in a macro.
// Fix: safe
// Refused: no fix: it stands in a macro
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

#define LOOP aio::get_event_loop()

static aio::Coro<> serve() {
  std::cout << LOOP.is_running() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
