// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A macro declares it.
// Fix: safe
// Refused: no fix: it stands in a macro
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> work() {
  std::cout << "worked\n";
  co_return;
}

#define LOOP aio::EventLoop loop

int main() {
  LOOP;
  loop.run_until_complete(work());
}
