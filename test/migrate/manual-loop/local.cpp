// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Made, run and closed in one function.
// Fix: safe
// Checks: -*,async-manual-loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  aio::EventLoop loop;
  const int result = loop.run_until_complete(answer());
  loop.close();
  std::cout << result << "\n";
}
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  const int result = aio::run(answer());
  std::cout << result << "\n";
}
