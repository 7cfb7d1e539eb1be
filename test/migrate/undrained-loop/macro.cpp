// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The close stands in a macro.
// Fix: safe
// Refused: no fix: it stands in a macro
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
#define CLOSE loop.close()

int main() {
  aio::EventLoop loop;
  auto task = loop.create_task(background());
  loop.run_until_complete(aio::yield_now());
  CLOSE;
}
