// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A getter, a run and a close.
// Fix: safe
// Before: DeprecationWarning
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  auto &loop = aio::get_event_loop();
  std::cout << loop.run_until_complete(answer()) << "\n";
  loop.close();
}
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  std::cout << aio::run(answer()) << "\n";
}
