// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L4: a loop touched from another thread; in debug mode the runtime refuses instead of racing.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-cross-thread-loop-use %t.lint
// RUN: %aio-clangxx %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>

#include <exception>
#include <iostream>
#include <string_view>
#include <thread>

// The thread starts when the loop runs, and the loop stops when the thread is done: nothing here depends on who is faster.

// BROKEN: Non-thread-safe operation invoked on an event loop other than the current one
void broken() {
  aio::EventLoop loop;
  loop.set_debug(true);
  std::thread thread;
  loop.call_soon([&] {
    thread = std::thread([&] {
      try {
        loop.call_soon([] { std::cout << "notified" << std::endl; });
        // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'aio::EventLoop::call_soon' touches event loop 'loop' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
        // CHECK-FIXES: {{^}}        loop.call_soon_threadsafe([] { std::cout << "notified" << std::endl; });{{$}}
      } catch (const std::exception &error) {
        std::cerr << error.what() << std::endl;
      }
      loop.call_soon_threadsafe([&] { loop.stop(); });
    });
  });
  loop.run_forever();
  thread.join();
  loop.close();
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}notified{{$}}
// CLEAN-NOT: {{.}}
void repaired() {
  aio::EventLoop loop;
  loop.set_debug(true);
  std::thread thread;
  loop.call_soon([&] {
    thread = std::thread([&] {
      loop.call_soon_threadsafe([] { std::cout << "notified" << std::endl; });
      loop.call_soon_threadsafe([&] { loop.stop(); });
    });
  });
  loop.run_forever();
  thread.join();
  loop.close();
}

int main(int, char **argv) { std::string_view(argv[1]) == "broken" ? broken() : repaired(); }
