// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L6: a primitive that has waited in one run refuses to wait in the next.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-shared-loop-primitive %t.lint
#include <aio/aio.h>

#include <exception>
#include <iostream>
#include <string_view>

aio::Coro<> take_turns(aio::Event &ready) {
  auto waiter = aio::create_task(ready.wait());
  co_await aio::sleep(std::chrono::milliseconds(1));
  ready.set();
  co_await waiter;
  ready.clear();
}
aio::Coro<> own_turns() {
  aio::Event ready;
  co_await take_turns(ready);
}

// BROKEN: is bound to a different event loop
void broken() {
  aio::Event ready;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'ready' belongs to one event loop, and two runs reach it; the later one throws [async-shared-loop-primitive]
  aio::run(take_turns(ready));
  aio::run(take_turns(ready));
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}done{{$}}
// CLEAN-NOT: {{.}}
void repaired() {
  aio::run(own_turns());
  aio::run(own_turns());
}

int main(int, char **argv) {
  try {
    std::string_view(argv[1]) == "broken" ? broken() : repaired();
    std::cout << "done" << std::endl;
  } catch (const std::exception &error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
