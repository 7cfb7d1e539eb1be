// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-manual-loop %t
// Somebody else may close it too.
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
// CHECK-NOTES: :[[@LINE-6]]:18: warning: event loop 'loop' is made, run and closed by hand; 'aio::run' does all of it [async-manual-loop]
// CHECK-NOTES: :[[@LINE-4]]:7: note: no fix: 'end' closes it
