// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The address of the helper is taken: who calls it can't be told.
// Fix: suggested
// Refused: it is used without being called here
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> fetch(int of) { co_return of + 1; }
static int price(int of) { return aio::run(fetch(of)); }
static int (*const priced)(int) = price;

static aio::Coro<> serve() {
  std::cout << price(6) << "\n";
  co_return;
}

int main() {
  std::cout << priced(1) << std::endl;
  aio::run(serve());
}
