// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=3 %s async-global-loop-policy %t
#include <aio/aio.h>
#include <aio/legacy.h>

#include <memory>

static aio::Coro<> work() { co_return; }

// Set, run, reset: the run gets it.
void for_a_while() {
  aio::set_event_loop_policy(aio::epoll::new_event_loop);
  aio::run(work());
  aio::set_event_loop_policy({});
  aio::run(work());
}
// CHECK-FIXES: {{^}}void for_a_while() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::run(work(), {.loop_factory = aio::epoll::new_event_loop});{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::run(work());{{$}}

// All that makes a loop by it; a factory that has no name is given one.
int main() {
  aio::set_event_loop_policy([] { return std::make_unique<aio::EventLoop>(); });
  aio::run(work(), {.debug = true});
  aio::Runner runner;
  runner.run(work());
  auto loop = aio::new_event_loop();
  loop->close();
}
// CHECK-FIXES: {{^}}int main() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  const auto loop_factory = [] { return std::make_unique<aio::EventLoop>(); };{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::run(work(), {.debug = true, .loop_factory = loop_factory});{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner({.loop_factory = loop_factory});{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto loop = loop_factory();{{$}}

// Refused, and why: nobody here uses it; a helper does; another file may.
void callers() { aio::set_event_loop_policy(aio::epoll::new_event_loop); }
// CHECK-FIXES: {{^}}void callers() { aio::set_event_loop_policy(aio::epoll::new_event_loop); }{{$}}
static void helper() { aio::run(work()); }
void by_a_helper() {
  aio::set_event_loop_policy(aio::epoll::new_event_loop);
  helper();
}
// CHECK-FIXES: {{^}}void by_a_helper() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::set_event_loop_policy(aio::epoll::new_event_loop);{{$}}
void elsewhere();
void by_another_file() {
  aio::set_event_loop_policy(aio::epoll::new_event_loop);
  elsewhere();
  aio::run(work());
}
// CHECK-FIXES: {{^}}void by_another_file() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::set_event_loop_policy(aio::epoll::new_event_loop);{{$}}
