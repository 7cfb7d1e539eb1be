// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-manual-loop %t --left=4
#include <aio/aio.h>

#include <memory>

aio::Coro<> work();
aio::Coro<int> answer();

// CHECK-FIXES: {{^}}int initializer_bad() {{{$}}
// CHECK-FIXES-NEXT: {{^}}  int result = aio::run(answer());{{$}}
// CHECK-FIXES-NEXT: {{^}}  return result;{{$}}
int initializer_bad() {
  aio::EventLoop loop;
  int result = loop.run_until_complete(answer());
  loop.close();
  return result;
}
// CHECK-FIXES: {{^}}void drained_bad() {{{$}}
// CHECK-FIXES-NEXT: {{^}}  int before = 1;{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}  (void)before;{{$}}
void drained_bad() {
  int before = 1;
  const auto loop = aio::new_event_loop();
  loop->run_until_complete(work());
  aio::drain(*loop);
  loop->close();
  (void)before;
}
// CHECK-FIXES: {{^}}void one_line_bad() { aio::run(work()); }{{$}}
void one_line_bad() { aio::EventLoop loop; loop.run_until_complete(work()); loop.close(); }

// Refused: two runs, a branch, another use, a backend.
// CHECK-FIXES: {{^}}void refused_bad(bool twice) {{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
void refused_bad(bool twice) {
  aio::EventLoop loop;
  loop.run_until_complete(work());
  if (twice)
    loop.run_until_complete(work());
  loop.close();
}
// CHECK-FIXES: {{^}}void branch_bad(bool now) {{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
void branch_bad(bool now) {
  aio::EventLoop loop;
  if (now)
    loop.run_until_complete(work());
  loop.close();
}
// CHECK-FIXES: {{^}}void another_use_bad() {{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
void another_use_bad() {
  aio::EventLoop loop;
  loop.set_debug(true);
  loop.run_until_complete(work());
  loop.close();
}
// CHECK-FIXES: {{^}}void backend_bad() {{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto loop = aio::epoll::new_event_loop();{{$}}
void backend_bad() {
  auto loop = aio::epoll::new_event_loop();
  loop->run_until_complete(work());
  loop->close();
}
