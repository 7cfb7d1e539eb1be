// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A type of the program.
// Fix: suggested
// Before: undefined
//--- before
#include <aio/aio.h>
#include <iostream>
#include <string>

struct Person {
  std::string name;
};

static aio::Coro<> show(const Person &who) {
  co_await aio::yield_now();
  std::cout << who.name << "\n";
}

static aio::Coro<> serve() {
  auto task = aio::create_task(show(Person{"Ada"}));
  co_await task;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <string>

struct Person {
  std::string name;
};

static aio::Coro<> show(Person who) {
  co_await aio::yield_now();
  std::cout << who.name << "\n";
}

static aio::Coro<> serve() {
  auto task = aio::create_task(show(Person{"Ada"}));
  co_await task;
}

int main() { aio::run(serve()); }
