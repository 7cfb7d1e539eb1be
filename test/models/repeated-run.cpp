// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L7: what the first run bound stays with its loop, and the second run, on another, is refused.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-repeated-run %t.lint
#include <aio/aio.h>

#include <exception>
#include <iostream>
#include <string_view>

// Two visitors, one door: the second one waits.
aio::Coro<> visit(aio::Lock &door) {
  auto enter = [&]() -> aio::Coro<> {
    co_await door.acquire();
    co_await aio::yield_now();
    door.release();
  };
  co_await aio::gather(enter(), enter());
}

// BROKEN: is bound to a different event loop
void broken() {
  aio::Lock door;
  aio::run(visit(door));
  aio::run(visit(door));
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::run' runs again, over 'door', on another event loop [async-repeated-run]
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}done{{$}}
// CLEAN-NOT: {{.}}
void repaired() {
  aio::Lock door;
  aio::Runner runner;
  runner.run(visit(door));
  runner.run(visit(door));
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
