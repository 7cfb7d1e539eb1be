// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two coroutines share it.
// Fix: suggested
// Refused: no fix: 
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Event ready;

static aio::Coro<> first() {
  ready.set();
  co_return;
}
static aio::Coro<> work(int turn) {
  co_await first();
  co_await ready.wait();
  std::cout << "turn " << turn << "\n";
}

int main() {
  aio::run(work(1));
  aio::run(work(2));
}
