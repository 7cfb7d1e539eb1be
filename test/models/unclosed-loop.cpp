// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L2: a loop that nobody closes leaks its descriptors; the runtime says where it was made.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-unclosed-loop %t.lint --left=any
// RUN: %aio-clangxx %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>

#include <iostream>
#include <string_view>

aio::Coro<> work() {
  std::cout << "worked" << std::endl;
  co_return;
}

// BROKEN: ResourceWarning: unclosed event loop
void broken() {
  auto loop = aio::new_event_loop();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  loop->run_until_complete(work());
}
// How the fix closes it is told in test/checks/unclosed-loop/fix.cpp; here counts that the fixed program runs clean.
// CHECK-FIXES: close();

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}worked{{$}}
// CLEAN-NOT: {{.}}
void repaired() {
  aio::Runner runner;
  runner.run(work());
}

int main(int, char **argv) { std::string_view(argv[1]) == "broken" ? broken() : repaired(); }
