// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Somebody else may close it too.
// Fix: suggested
// Refused: 'end' closes it
// Checks: -*,async-manual-loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static void end(aio::EventLoop &loop) { loop.close(); }

int main() {
  aio::EventLoop loop;
  const int result = loop.run_until_complete(answer());
  aio::drain(loop);
  end(loop);
  std::cout << result << "\n";
}
