// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L12: the callback writes to a variable of a function that has returned.
// REQUIRES: aio-lib
// RUN: %clangxx %aio-flags -g -fsanitize=address -w %s -o %t %aio-lib
// RUN: env ASAN_OPTIONS=detect_stack_use_after_return=1 not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: env ASAN_OPTIONS=detect_stack_use_after_return=1 %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-escaping-capture %t.lint
#include <aio/aio.h>

#include <chrono>
#include <iostream>
#include <string_view>

// BROKEN: ERROR: AddressSanitizer: stack-use-after-return
void broken(aio::EventLoop &loop) {
  int turns = 0;
  loop.call_soon([&turns] { std::cout << ++turns << std::endl; });
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'turns' is captured by reference and dies before the callback runs [async-escaping-capture]
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}1{{$}}
// CLEAN-NOT: {{.}}
void repaired(aio::EventLoop &loop) {
  int turns = 0;
  loop.call_soon([turns]() mutable { std::cout << ++turns << std::endl; });
}

aio::Coro<> start(bool broke) {
  auto &loop = aio::get_running_loop();
  broke ? broken(loop) : repaired(loop);
  co_await aio::sleep(std::chrono::milliseconds(1));
}

int main(int, char **argv) { aio::run(start(std::string_view(argv[1]) == "broken")); }
