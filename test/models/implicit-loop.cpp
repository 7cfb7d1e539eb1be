// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L5: the implicit loop is the one somebody else set, or none.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-implicit-loop %t.lint
// RUN: %aio-clangxx %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>
#include <aio/legacy.h>

#include <exception>
#include <iostream>
#include <string_view>

aio::Coro<> work() {
  std::cout << "worked" << std::endl;
  co_return;
}

// BROKEN: There is no current event loop in thread
void broken() {
  aio::get_event_loop().run_until_complete(work());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::get_event_loop' picks an implicit event loop; it throws when none is set [async-implicit-loop]
  // CHECK-FIXES: {{^}}  aio::run(work());{{$}}
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}worked{{$}}
// CLEAN-NOT: {{.}}
void repaired() { aio::run(work()); }

int main(int, char **argv) {
  try {
    std::string_view(argv[1]) == "broken" ? broken() : repaired();
  } catch (const std::exception &error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
