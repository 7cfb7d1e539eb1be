// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L3: a loop closed before it was drained destroys its tasks in the middle of their work.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-undrained-loop %t.lint
// RUN: %aio-clangxx %t.lint.cpp -o %t.fixed %aio-lib
// RUN: %t.fixed broken 2>&1 | FileCheck --check-prefix=CLEAN %s
#include <aio/aio.h>

#include <chrono>
#include <iostream>
#include <string_view>

aio::Coro<> background() {
  try {
    co_await aio::sleep(std::chrono::hours(1));
  } catch (const aio::CancelledError &) {
    std::cout << "cancelled in good order" << std::endl;
    throw;
  }
}

// BROKEN: Task was destroyed but it is pending!
void broken() {
  auto loop = aio::new_event_loop();
  auto task = loop->create_task(background());
  loop->run_until_complete(aio::yield_now());
  loop->close();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'aio::EventLoop::close' reaches event loop 'loop' with tasks possibly pending; they are destroyed unfinished [async-undrained-loop]
}
// CHECK-FIXES: {{^}}  aio::drain(*loop);{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop->close();{{$}}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}cancelled in good order{{$}}
// CLEAN-NOT: {{.}}
void repaired() {
  auto loop = aio::new_event_loop();
  auto task = loop->create_task(background());
  loop->run_until_complete(aio::yield_now());
  aio::drain(*loop);
  loop->close();
}

int main(int, char **argv) { std::string_view(argv[1]) == "broken" ? broken() : repaired(); }
