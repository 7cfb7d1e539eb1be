// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What else is done with it may be somebody's who owns it.
// Fix: suggested
// Refused: is used for more than its runs, and is not closed here
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  auto &loop = aio::get_event_loop();
  loop.call_soon([] { std::cout << "soon\n"; });
  std::cout << loop.run_until_complete(answer()) << "\n";
}
