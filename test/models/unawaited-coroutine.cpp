// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L9: a coroutine that nobody awaits does nothing at all.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-unawaited-coroutine %t.lint
// RUN: %aio-clangxx %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>

#include <iostream>
#include <string_view>

aio::Coro<> save() {
  std::cout << "saved" << std::endl;
  co_return;
}

// BROKEN-NOT: saved
// BROKEN: was never awaited
// BROKEN-NOT: saved
aio::Coro<> broken() {
  save();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine returned by 'save' is dropped; its body never runs [async-unawaited-coroutine]
  // CHECK-FIXES: {{^}}  co_await save();{{$}}
  co_return;
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}saved{{$}}
// CLEAN-NOT: {{.}}
aio::Coro<> repaired() {
  co_await save();
}

int main(int, char **argv) { aio::run(std::string_view(argv[1]) == "broken" ? broken() : repaired()); }
