// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The loop is reached by a reference.
// Fix: safe
// Before: Non-thread-safe operation invoked on an event loop
// Left: async-unclosed-loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <thread>

int main() {
  aio::EventLoop loop;
  std::thread thread;
  loop.call_soon([&] {
    thread = std::thread([&] {
      auto &door = loop;
      door.call_soon([] { std::cout << "hi\n"; });
      loop.call_soon_threadsafe([&] { loop.stop(); });
    });
  });
  loop.run_forever();
  thread.join();
  aio::drain(loop);
  loop.close();
  std::cout << "done\n";
}
//--- after
#include <aio/aio.h>
#include <iostream>
#include <thread>

int main() {
  aio::EventLoop loop;
  std::thread thread;
  loop.call_soon([&] {
    thread = std::thread([&] {
      auto &door = loop;
      door.call_soon_threadsafe([] { std::cout << "hi\n"; });
      loop.call_soon_threadsafe([&] { loop.stop(); });
    });
  });
  loop.run_forever();
  thread.join();
  aio::drain(loop);
  loop.close();
  std::cout << "done\n";
}
