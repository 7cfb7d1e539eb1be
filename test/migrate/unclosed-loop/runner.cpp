// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Closed on one path only; a Runner closes it on all.
// Fix: suggested
// Before: unclosed event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> half(int number) { co_return number / 2; }

static int halves(int number) {
  aio::EventLoop loop;
  const int once = loop.run_until_complete(half(number));
  if (once == 0)
    return 0;
  const int again = loop.run_until_complete(half(once));
  loop.close();
  return again;
}

int main() { std::cout << halves(1) << halves(40) << "\n"; }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> half(int number) { co_return number / 2; }

static int halves(int number) {
  aio::Runner runner;
  const int once = runner.run(half(number));
  if (once == 0)
    return 0;
  const int again = runner.run(half(once));
  return again;
}

int main() { std::cout << halves(1) << halves(40) << "\n"; }
