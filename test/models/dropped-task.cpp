// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L9: the error of a task that nobody looks at comes to nobody.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: not %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-dropped-task %t.lint
#include <aio/aio.h>

#include <chrono>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string_view>

aio::Coro<> save() {
  co_await aio::sleep(std::chrono::milliseconds(1));
  throw std::runtime_error("disk full");
}

// The program ends as if all was well; what is left of the error is a complaint of the runtime.
// BROKEN-DAG: all was saved
// BROKEN-DAG: exception was never retrieved
aio::Coro<> broken() {
  aio::create_task(save());
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task returned by 'aio::create_task' is dropped; its result and exception are lost [async-dropped-task]
  co_await aio::sleep(std::chrono::milliseconds(5));
  std::cout << "all was saved" << std::endl;
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}failed: disk full{{$}}
// CLEAN-NOT: {{.}}
aio::Coro<> repaired() {
  auto saved = aio::create_task(save());
  co_await aio::sleep(std::chrono::milliseconds(5));
  co_await saved;
  std::cout << "all was saved" << std::endl;
}

int main(int, char **argv) {
  try {
    aio::run(std::string_view(argv[1]) == "broken" ? broken() : repaired());
  } catch (const std::exception &error) {
    std::cerr << "failed: " << error.what() << std::endl;
    return 1;
  }
}
