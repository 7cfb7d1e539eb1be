// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A run in each turn of a loop.
// Fix: suggested
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> square(int number) { co_return number * number; }

int main() {
  int sum = 0;
  for (int number = 0; number < 4; ++number)
    sum += aio::run(square(number));
  std::cout << sum << "\n";
}
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> square(int number) { co_return number * number; }

int main() {
  int sum = 0;
  aio::Runner runner;
  for (int number = 0; number < 4; ++number)
    sum += runner.run(square(number));
  std::cout << sum << "\n";
}
