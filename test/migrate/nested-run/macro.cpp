// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The run stands in a macro.
// Fix: safe
// Refused: no fix: it stands in a macro
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }
#define ASK(what) aio::run(what)

static aio::Coro<> serve() {
  std::cout << ASK(answer()) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
