// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It stands in a macro.
// Fix: safe
// Refused: no fix: it stands in a macro
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}
#define SAVE save()

static aio::Coro<> serve() {
  SAVE;
  co_return;
}

int main() { aio::run(serve()); }
