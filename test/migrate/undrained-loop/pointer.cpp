// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The loop is owned by a pointer.
// Fix: safe
// Before: Task was destroyed but it is pending!
// Left: async-unclosed-loop, async-dropped-task
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> background() {
  try {
    co_await aio::sleep(std::chrono::hours(1));
  } catch (const aio::CancelledError &) {
    std::cout << "ended in good order\n";
    throw;
  }
}

int main() {
  auto owner = aio::new_event_loop();
  auto &loop = *owner;
  auto task = loop.create_task(background());
  loop.run_until_complete(aio::yield_now());
  owner->close();
}
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> background() {
  try {
    co_await aio::sleep(std::chrono::hours(1));
  } catch (const aio::CancelledError &) {
    std::cout << "ended in good order\n";
    throw;
  }
}

int main() {
  auto owner = aio::new_event_loop();
  auto &loop = *owner;
  auto task = loop.create_task(background());
  loop.run_until_complete(aio::yield_now());
  aio::drain(*owner);
  owner->close();
}
