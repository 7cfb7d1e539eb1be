// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A guard by hand around the run, a drain, and the current loop.
// Fix: safe
// Checks: -*,async-manual-loop
//--- before
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static int ask() {
  auto loop = aio::new_event_loop();
  aio::set_event_loop(loop.get());
  int result = 0;
  try {
    result = loop->run_until_complete(answer());
  } catch (...) {
    loop->close();
    throw;
  }
  aio::drain(*loop);
  loop->close();
  aio::set_event_loop(nullptr);
  return result;
}

int main() { std::cout << ask() << "\n"; }
//--- after
#include <aio/aio.h>
#include <aio/legacy.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static int ask() {
  int result = 0;
  result = aio::run(answer());
  return result;
}

int main() { std::cout << ask() << "\n"; }
