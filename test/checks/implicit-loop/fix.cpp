// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-implicit-loop %t --left=5
#include <aio/aio.h>
#include <aio/legacy.h>

aio::Coro<> work();
aio::Coro<int> leaf();

// In a coroutine a loop runs.
aio::Coro<> coroutine_bad() {
  aio::get_event_loop().call_soon([] {});
  // CHECK-FIXES: {{^}}  aio::get_running_loop().call_soon([] {});{{$}}
  co_return;
}
aio::Coro<> reference_bad() {
  auto &loop = aio::get_event_loop();
  // CHECK-FIXES: {{^}}  auto &loop = aio::get_running_loop();{{$}}
  loop.call_soon([] {});
  co_return;
}
aio::Coro<> qualified_bad() {
  ::aio::get_event_loop().stop();
  // CHECK-FIXES: {{^}}  ::aio::get_running_loop().stop();{{$}}
  co_return;
}

// Getter and run in one statement.
void getter_and_run_bad() {
  aio::get_event_loop().run_until_complete(work());
  // CHECK-FIXES: {{^}}  aio::run(work());{{$}}
}
int result_bad() {
  int value = aio::get_event_loop().run_until_complete(leaf());
  // CHECK-FIXES: {{^}}  int value = aio::run(leaf());{{$}}
  return value;
}
int main() {
  return aio::get_event_loop().run_until_complete(leaf());
  // CHECK-FIXES: {{^}}  return aio::run(leaf());{{$}}
}

// From here on there is a finding and no fix: nobody knows which loop is meant.
void unknown_bad() {
  aio::get_event_loop().stop();
  // CHECK-FIXES: {{^}}  aio::get_event_loop().stop();{{$}}
}
void two_statements_bad() {
  auto &loop = aio::get_event_loop();
  // CHECK-FIXES: {{^}}  auto &loop = aio::get_event_loop();{{$}}
  loop.run_until_complete(work());
  loop.run_until_complete(work());
}
void future_bad(aio::Future<int> &future) {
  (void)aio::get_event_loop().run_until_complete(future);
  // CHECK-FIXES: {{^}}  (void)aio::get_event_loop().run_until_complete(future);{{$}}
}
// A run in a loop would make a loop for every turn.
void repeated_bad() {
  for (int i = 0; i < 3; ++i)
    aio::get_event_loop().run_until_complete(work());
  // CHECK-FIXES: {{^}}    aio::get_event_loop().run_until_complete(work());{{$}}
}
#define LOOP() aio::get_event_loop()
aio::Coro<> macro_bad() {
  LOOP().stop();
  // CHECK-FIXES: {{^}}  LOOP().stop();{{$}}
  co_return;
}
template <class T> aio::Coro<> template_bad() {
  aio::get_event_loop().stop();
  // CHECK-FIXES: {{^}}  aio::get_running_loop().stop();{{$}}
  co_return;
}
template aio::Coro<> template_bad<int>();
