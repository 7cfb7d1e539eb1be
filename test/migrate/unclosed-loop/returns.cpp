// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The function returns in the middle.
// Fix: safe
// Before: unclosed event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> work() {
  std::cout << "worked\n";
  co_return;
}

int main(int argc, char **) {
  aio::EventLoop loop;
  if (argc > 1)
    return 1;
  loop.run_until_complete(work());
  return 0;
}
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> work() {
  std::cout << "worked\n";
  co_return;
}

int main(int argc, char **) {
  aio::EventLoop loop;
  const std::unique_ptr<aio::EventLoop, void (*)(aio::EventLoop *)> loop_closer(&loop, [](aio::EventLoop *open) { aio::drain(*open); open->close(); });
  if (argc > 1)
    return 1;
  loop.run_until_complete(work());
  return 0;
}
