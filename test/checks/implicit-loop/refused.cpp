// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t
// What else is done with it may be somebody's who owns it.
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  auto &loop = aio::get_event_loop();
  loop.call_soon([] { std::cout << "soon\n"; });
  std::cout << loop.run_until_complete(answer()) << "\n";
}
// CHECK-NOTES: :[[@LINE-4]]:21: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
// CHECK-NOTES: :[[@LINE-5]]:21: note: 'run', a 'Runner' or a parameter names the loop
// CHECK-NOTES: :[[@LINE-6]]:9: note: no fix: 'loop' is used for more than its runs, and is not closed here: somebody else owns it
