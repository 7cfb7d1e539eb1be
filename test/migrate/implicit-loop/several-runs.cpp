// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A getter and several runs: a Runner.
// Fix: suggested
// Before: DeprecationWarning
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  auto &loop = aio::get_event_loop();
  int sum = loop.run_until_complete(answer());
  sum += loop.run_until_complete(answer());
  loop.close();
  std::cout << sum << "\n";
}
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  aio::Runner runner;
  int sum = runner.run(answer());
  sum += runner.run(answer());
  runner.close();
  std::cout << sum << "\n";
}
