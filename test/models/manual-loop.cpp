// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L7: by hand, what run() does besides is forgotten: here a task left behind is destroyed pending.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-manual-loop %t.lint
// RUN: %aio-clangxx %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>

#include <chrono>
#include <iostream>
#include <string_view>

bool saved = false;

aio::Coro<> autosave() {
  try {
    co_await aio::sleep(std::chrono::hours(1));
  } catch (const aio::CancelledError &) {
    saved = true; // what it is cancelled for
    throw;
  }
}
aio::Coro<> serve() {
  aio::create_task(autosave()).detach();
  co_await aio::yield_now();
}

// BROKEN: Task was destroyed but it is pending!
// BROKEN: lost
void broken() {
  aio::EventLoop loop;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop 'loop' is made, run and closed by hand; 'aio::run' does all of it [async-manual-loop]
  loop.run_until_complete(serve());
  loop.close();
  // CHECK-FIXES: {{^}}  aio::run(serve());{{$}}
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}saved{{$}}
// CLEAN-NOT: {{.}}
void repaired() { aio::run(serve()); }

int main(int, char **argv) {
  std::string_view(argv[1]) == "broken" ? broken() : repaired();
  std::cout << (saved ? "saved" : "lost") << std::endl;
  return saved ? 0 : 1;
}
