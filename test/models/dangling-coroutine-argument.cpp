// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L12: the coroutine reads a string that died with the statement that made it.
// REQUIRES: aio-lib
// RUN: %clangxx %aio-flags -g -fsanitize=address -w %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-dangling-coroutine-argument %t.lint
#include <aio/aio.h>

#include <iostream>
#include <string>
#include <string_view>
#include <utility>

aio::Coro<> print(const std::string &text) {
  std::cout << text.size() << std::endl;
  co_return;
}

// BROKEN: ERROR: AddressSanitizer: stack-use-after-{{scope|return}}
aio::Coro<> broken() {
  auto later = print(std::string("a text"));
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: temporary dies before the coroutine of 'print' that refers to it [async-dangling-coroutine-argument]
  co_await std::move(later);
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}6{{$}}
// CLEAN-NOT: {{.}}
aio::Coro<> repaired() { co_await print(std::string("a text")); }

int main(int, char **argv) { aio::run(std::string_view(argv[1]) == "broken" ? broken() : repaired()); }
