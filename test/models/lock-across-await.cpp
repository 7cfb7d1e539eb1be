// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L12: the task that suspends with the lock keeps it, and the next one stops the thread they share.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-lock-across-await %t.lint
#include <aio/aio.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <string_view>

/// A mutex with a watchdog: what would hang for ever ends the program.
struct Watched {
  void lock() {
    if (inner.try_lock_for(std::chrono::milliseconds(200)))
      return;
    std::cerr << "hangs: the loop's thread waits for a lock that only it can free" << std::endl;
    std::_Exit(1);
  }
  void unlock() { inner.unlock(); }
  std::timed_mutex inner;
} account;
int balance;

// BROKEN: hangs: the loop's thread waits for a lock that only it can free
aio::Coro<> broken() {
  std::lock_guard held(account);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: thread lock 'held' is held across a suspension; the loop can deadlock [async-lock-across-await]
  co_await aio::sleep(std::chrono::milliseconds(1));
  ++balance;
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}2{{$}}
// CLEAN-NOT: {{.}}
aio::Coro<> repaired() {
  co_await aio::sleep(std::chrono::milliseconds(1));
  std::lock_guard held(account);
  ++balance;
}

aio::Coro<> both(bool broke) {
  co_await aio::gather(broke ? broken() : repaired(), broke ? broken() : repaired());
}

int main(int, char **argv) {
  aio::run(both(std::string_view(argv[1]) == "broken"));
  std::cout << balance << std::endl;
}
