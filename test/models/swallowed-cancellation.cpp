// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L10: a task that swallows its cancellation cannot be ended.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-swallowed-cancellation %t.lint
// RUN: %aio-clangxx %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <thread>

int rounds;
void log(const char *text) {
  std::cerr << text << std::endl;
  // The watchdog: what would hang for ever ends the program.
  if (++rounds == 5) {
    std::cerr << "hangs: the canceller waits for a task that does not end" << std::endl;
    std::_Exit(1);
  }
}

// BROKEN: hangs: the canceller waits for a task that does not end
aio::Coro<> broken() {
  while (true) {
    try {
      co_await aio::sleep(std::chrono::milliseconds(1));
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: cancellation is caught and not rethrown; its task runs on as if never cancelled [async-swallowed-cancellation]
      log("cancelled");
      // CHECK-FIXES: {{^}}      throw;{{$}}
    }
  }
}

// CLEAN: cancelled
// CLEAN-NEXT: {{^}}ended{{$}}
// CLEAN-NOT: {{.}}
aio::Coro<> repaired() {
  while (true) {
    try {
      co_await aio::sleep(std::chrono::milliseconds(1));
    } catch (...) {
      log("cancelled");
      throw;
    }
  }
}

aio::Coro<> cancel_until_done(aio::Coro<> work) {
  auto task = aio::create_task(std::move(work));
  co_await aio::sleep(std::chrono::milliseconds(2));
  while (!task.done()) {
    task.cancel();
    co_await aio::sleep(std::chrono::milliseconds(2));
  }
  std::cerr << "ended" << std::endl;
}

int main(int, char **argv) { aio::run(cancel_until_done(std::string_view(argv[1]) == "broken" ? broken() : repaired())); }
