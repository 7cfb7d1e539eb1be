// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L2: a closed loop refuses whatever it is given.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-use-after-close %t.lint
#include <aio/aio.h>

#include <exception>
#include <iostream>
#include <string_view>

aio::Coro<int> answer() { co_return 42; }

// BROKEN: Event loop is closed
int broken() {
  aio::EventLoop loop;
  loop.run_until_complete(answer());
  loop.close();
  return loop.run_until_complete(answer());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'aio::EventLoop::run_until_complete' uses event loop 'loop' after it was closed [async-use-after-close]
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}42{{$}}
// CLEAN-NOT: {{.}}
int repaired() {
  aio::EventLoop loop;
  loop.run_until_complete(answer());
  int result = loop.run_until_complete(answer());
  loop.close();
  return result;
}

int main(int, char **argv) {
  try {
    std::cout << (std::string_view(argv[1]) == "broken" ? broken() : repaired()) << std::endl;
  } catch (const std::exception &error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
