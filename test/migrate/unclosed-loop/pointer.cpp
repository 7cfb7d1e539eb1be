// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An owning pointer.
// Fix: safe
// Before: unclosed event loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> work() {
  std::cout << "worked\n";
  co_return;
}

int main() {
  auto loop = aio::new_event_loop();
  loop->run_until_complete(work());
}
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> work() {
  std::cout << "worked\n";
  co_return;
}

int main() {
  auto loop = aio::new_event_loop();
  const std::unique_ptr<aio::EventLoop, void (*)(aio::EventLoop *)> loop_closer(loop.get(), [](aio::EventLoop *open) { aio::drain(*open); open->close(); });
  loop->run_until_complete(work());
}
