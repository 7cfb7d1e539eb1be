// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread starts a task.
// Fix: safe
// Refused: it leads to async-dropped-task
//--- before
#include <aio/aio.h>
#include <iostream>
#include <thread>

static aio::Coro<> work() {
  std::cout << "worked\n";
  co_return;
}

int main() {
  aio::EventLoop loop;
  std::thread thread;
  loop.call_soon([&] {
    thread = std::thread([&] {
      (void)loop.create_task(work());
      loop.call_soon_threadsafe([&] { loop.stop(); });
    });
  });
  loop.run_forever();
  thread.join();
  aio::drain(loop);
  loop.close();
  std::cout << "done\n";
}
