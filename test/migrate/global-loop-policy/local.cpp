// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Set, used and reset in one function.
// Fix: suggested
// Before: DeprecationWarning
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  aio::set_event_loop_policy(aio::epoll::new_event_loop);
  const int result = aio::run(answer());
  aio::set_event_loop_policy({});
  std::cout << result << "\n";
}
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

int main() {
  const int result = aio::run(answer(), {.loop_factory = aio::epoll::new_event_loop});
  std::cout << result << "\n";
}
