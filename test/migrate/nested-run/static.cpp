// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The initialiser of a static variable cannot suspend.
// Fix: safe
// Refused: no fix: 
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  static const int value = aio::run(answer());
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
