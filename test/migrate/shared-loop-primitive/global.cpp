// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A global that two runs reach.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Event ready;

static aio::Coro<> work(int turn) {
  ready.set();
  co_await ready.wait();
  std::cout << "turn " << turn << "\n";
}

int main() {
  aio::run(work(1));
  aio::run(work(2));
}
//--- after
#include <aio/aio.h>
#include <iostream>


static aio::Coro<> work(int turn) {
  aio::Event ready;
  ready.set();
  co_await ready.wait();
  std::cout << "turn " << turn << "\n";
}

int main() {
  aio::run(work(1));
  aio::run(work(2));
}
