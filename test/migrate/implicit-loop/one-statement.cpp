// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A getter and its run in one statement.
// Fix: safe
// Before: DeprecationWarning
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  const int result = aio::get_event_loop().run_until_complete(answer());
  std::cout << result << "\n";
}
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  const int result = aio::run(answer());
  std::cout << result << "\n";
}
