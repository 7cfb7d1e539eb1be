// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L11: while one task sleeps on the loop's thread, nothing else runs; the runtime's debug mode says so.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-blocking-call %t.lint
// RUN: %aio-clangxx %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>

#include <chrono>
#include <iostream>
#include <string_view>
#include <thread>

using namespace std::chrono_literals;

// BROKEN: Executing {{.*}} took 0.{{[2-9][0-9]*}} seconds
// BROKEN: the other task came too late
aio::Coro<> broken() {
  std::this_thread::sleep_for(200ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'std::this_thread::sleep_for' blocks the thread of a running event loop [async-blocking-call]
  // CHECK-FIXES: {{^}}  co_await aio::sleep(200ms);{{$}}
  co_return;
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}the other task came first{{$}}
// CLEAN-NOT: {{.}}
aio::Coro<> repaired() { co_await aio::sleep(200ms); }

// What comes first is not a matter of speed: one of the two can't run before the other has ended.
aio::Coro<bool> serve(aio::Coro<> (*request)()) {
  bool other = false, first = false;
  auto slow = [&]() -> aio::Coro<> {
    co_await request();
    first = other;
  };
  auto quick = [&]() -> aio::Coro<> {
    other = true;
    co_return;
  };
  co_await aio::gather(slow(), quick());
  co_return first;
}

int main(int, char **argv) {
  const bool first =
      aio::run(serve(std::string_view(argv[1]) == "broken" ? broken : repaired), aio::RunOptions{.debug = true});
  std::cout << "the other task came " << (first ? "first" : "too late") << std::endl;
  return first ? 0 : 1;
}
