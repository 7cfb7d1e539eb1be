// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The close is a branch without braces.
// Fix: safe
// Refused: no fix: it is a part of a larger statement
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

int main(int argc, char **) {
  aio::EventLoop loop;
  auto task = loop.create_task(background());
  loop.run_until_complete(aio::yield_now());
  if (argc > 0)
    loop.close();
}
