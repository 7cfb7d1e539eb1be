// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handler cannot suspend.
// Fix: safe
// Refused: no fix: a handler cannot suspend
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}

static aio::Coro<> serve() {
  try {
    throw 1;
  } catch (int) {
    save();
  }
  co_return;
}

int main() { aio::run(serve()); }
