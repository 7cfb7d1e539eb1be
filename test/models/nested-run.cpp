// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L1: a run inside a running loop throws.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-nested-run %t.lint
// RUN: %aio-clangxx %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>

#include <exception>
#include <iostream>
#include <string_view>

aio::Coro<int> answer() { co_return 42; }

// BROKEN: cannot be called from a running event loop
aio::Coro<int> broken() {
  co_return aio::run(answer());
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'aio::run' is called on a running event loop; it throws [async-nested-run]
  // CHECK-FIXES: {{^}}  co_return co_await answer();{{$}}
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}42{{$}}
// CLEAN-NOT: {{.}}
aio::Coro<int> repaired() { co_return co_await answer(); }

int main(int, char **argv) {
  try {
    std::cout << aio::run(std::string_view(argv[1]) == "broken" ? broken() : repaired()) << std::endl;
  } catch (const std::exception &error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
