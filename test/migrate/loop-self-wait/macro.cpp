// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in a macro.
// Fix: safe
// Refused: no fix: it stands in a macro
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }
#define WAIT(what) aio::run_coroutine_threadsafe(what, aio::get_running_loop()).get()

static aio::Coro<> serve() {
  std::cout << WAIT(answer()) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
