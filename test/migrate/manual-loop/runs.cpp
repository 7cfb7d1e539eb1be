// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Several runs on one loop, and it is given to a function.
// Fix: suggested
// Checks: -*,async-manual-loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> twice(int number) { co_return 2 * number; }
static void greet(aio::EventLoop &loop) {
  loop.call_soon([] { std::cout << "hello\n"; });
}

int main() {
  auto loop = aio::new_event_loop();
  greet(*loop);
  int sum = 0;
  for (int number : {1, 2, 3})
    sum += loop->run_until_complete(twice(number));
  loop->close();
  std::cout << sum << "\n";
}
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> twice(int number) { co_return 2 * number; }
static void greet(aio::EventLoop &loop) {
  loop.call_soon([] { std::cout << "hello\n"; });
}

int main() {
  aio::Runner runner;
  aio::EventLoop &loop = runner.get_loop();
  greet(loop);
  int sum = 0;
  for (int number : {1, 2, 3})
    sum += runner.run(twice(number));
  runner.close();
  std::cout << sum << "\n";
}
