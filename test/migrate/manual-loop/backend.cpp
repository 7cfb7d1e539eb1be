// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Another backend, and an option.
// Fix: safe
// Checks: -*,async-manual-loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static int ask(const bool debug) {
  auto loop = aio::epoll::new_event_loop(); // the backend is asked for
  loop->set_debug(debug);
  const int result = loop->run_until_complete(answer());
  loop->close();
  return result;
}

int main() { std::cout << ask(true) << "\n"; }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static int ask(const bool debug) {
  // the backend is asked for
  const int result = aio::run(answer(), {.debug = debug, .loop_factory = aio::epoll::new_event_loop});
  return result;
}

int main() { std::cout << ask(true) << "\n"; }
