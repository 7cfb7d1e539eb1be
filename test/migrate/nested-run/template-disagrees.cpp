// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What one instantiation runs is no loop in another.
// Fix: safe
// Refused: no fix: the instantiations of its template disagree
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

struct Refusing {
  int run(aio::Coro<int> what) {
    what.close();
    return 7;
  }
};

template <class T> static aio::Coro<int> ask(T &by) { co_return by.run(answer()); }

static aio::Coro<> serve() {
  Refusing refusing;
  std::cout << co_await ask(refusing) << "\n";
  aio::Runner runner;
  std::cout << co_await ask(runner) << "\n";
}

int main() { aio::run(serve()); }
