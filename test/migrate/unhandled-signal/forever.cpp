// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A loop serves for ever; SIGTERM comes.
// Fix: suggested
// Checks: -*,async-unhandled-signal
// Before: undefined
//--- before
#include <aio/aio.h>
#include <csignal>
#include <iostream>

int main() {
  aio::EventLoop loop;
  loop.call_soon([] { std::raise(SIGTERM); });
  loop.run_forever();
  std::cout << "ended in good order\n";
  loop.close();
}
//--- after
#include <aio/aio.h>
#include <csignal>
#include <iostream>

int main() {
  aio::EventLoop loop;
  loop.call_soon([] { std::raise(SIGTERM); });
  loop.add_signal_handler(SIGINT, [&loop] { loop.stop(); });
  loop.add_signal_handler(SIGTERM, [&loop] { loop.stop(); });
  loop.run_forever();
  std::cout << "ended in good order\n";
  loop.close();
}
