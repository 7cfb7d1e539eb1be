// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L5: one part of the program sets a policy, and another, which knows nothing of it, gets another loop.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-global-loop-policy %t.lint
#include <aio/aio.h>
#include <aio/legacy.h>

#include <iostream>
#include <memory>
#include <string_view>
#include <typeinfo>

// A loop for tests: it knows no time.
struct TestLoop : aio::EventLoop {};
std::unique_ptr<aio::EventLoop> new_test_loop() { return std::make_unique<TestLoop>(); }

aio::Coro<bool> is_test_loop() { co_return typeid(aio::get_running_loop()) == typeid(TestLoop); }

// BROKEN: DeprecationWarning
// BROKEN: the service runs on the loop of the tests
void broken() {
  aio::set_event_loop_policy(new_test_loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'aio::set_event_loop_policy' changes the whole process; every later run gets its loops from it [async-global-loop-policy]
  aio::run(is_test_loop());
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}the service runs on a loop of its own{{$}}
// CLEAN-NOT: {{.}}
void repaired() { aio::run(is_test_loop(), aio::RunOptions{.loop_factory = [] { return new_test_loop(); }}); }

// Another part of the same program, which never heard of it.
bool service() { return aio::run(is_test_loop()); }

int main(int, char **argv) {
  std::string_view(argv[1]) == "broken" ? broken() : repaired();
  const bool wrong = service();
  std::cout << "the service runs on " << (wrong ? "the loop of the tests" : "a loop of its own") << std::endl;
  return wrong;
}
