// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=1 %s async-implicit-loop %t
#include <aio/aio.h>
#include <aio/legacy.h>

aio::Coro<> work();
aio::Coro<int> leaf();

// Got, run, closed: the oldest way of all.
int get_run_close() {
  auto &loop = aio::get_event_loop();
  const int value = loop.run_until_complete(leaf());
  loop.close();
  return value;
}
// CHECK-FIXES: {{^}}int get_run_close() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  const int value = aio::run(leaf());{{$}}
// CHECK-FIXES-NEXT: {{^}}  return value;{{$}}
void pointer() {
  aio::EventLoop *loop = &aio::get_event_loop();
  loop->run_until_complete(work());
}
// CHECK-FIXES: {{^}}void pointer() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::run(work());{{$}}

// Several runs: an owner.
void two_runs() {
  auto &loop = aio::get_event_loop();
  loop.run_until_complete(work());
  loop.run_until_complete(work());
}
// CHECK-FIXES: {{^}}void two_runs() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner;{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run(work());{{$}}

// Refused, and why: somebody else owns it.
void somebody_elses() {
  auto &loop = aio::get_event_loop();
  loop.call_soon([] {});
  loop.run_until_complete(work());
}
// CHECK-FIXES: {{^}}void somebody_elses() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto &loop = aio::get_event_loop();{{$}}
