// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L11: a wait on the loop's thread for that loop. The runtime sees it and throws; others hang.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-loop-self-wait %t.lint
// RUN: %aio-clangxx %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>

#include <exception>
#include <iostream>
#include <string_view>

aio::Coro<int> answer() { co_return 42; }

// BROKEN: ConcurrentFuture waited for on the loop's own thread: the loop would wait for itself
aio::Coro<int> broken() {
  co_return aio::run_coroutine_threadsafe(answer(), aio::get_running_loop()).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:78: warning: 'aio::ConcurrentFuture::get' waits on a loop's thread for that loop; it throws [async-loop-self-wait]
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
