// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The call stands in a macro.
// Fix: safe
// Refused: no fix: it stands in a macro
//--- before
#include <aio/aio.h>
#include <iostream>
#include <thread>

#define SOON loop.call_soon

int main() {
  aio::EventLoop loop;
  std::thread thread;
  loop.call_soon([&] {
    thread = std::thread([&] {
      SOON([] { std::cout << "hi\n"; });
      loop.call_soon_threadsafe([&] { loop.stop(); });
    });
  });
  loop.run_forever();
  thread.join();
  aio::drain(loop);
  loop.close();
  std::cout << "done\n";
}
