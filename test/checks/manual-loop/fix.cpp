// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-manual-loop %t --left=2
#include <aio/aio.h>
#include <aio/legacy.h>

#include <algorithm>
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

// CHECK-FIXES: {{^}}int current_bad() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  int result = aio::run(answer());{{$}}
// CHECK-FIXES-NEXT: {{^}}  return result;{{$}}
int current_bad() {
  auto loop = aio::new_event_loop();
  aio::set_event_loop(loop.get());
  int result = loop->run_until_complete(answer());
  loop->close();
  aio::set_event_loop(nullptr);
  return result;
}
// CHECK-FIXES: {{^}}void backend_bad() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::run(work(), {.loop_factory = aio::epoll::new_event_loop});{{$}}
void backend_bad() {
  auto loop = aio::epoll::new_event_loop();
  loop->run_until_complete(work());
  loop->close();
}
// CHECK-FIXES: {{^}}void options_bad(const bool debug) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::run(work(), {.debug = debug, .loop_factory = aio::epoll::new_event_loop});{{$}}
void options_bad(const bool debug) {
  auto loop = aio::epoll::new_event_loop();
  loop->set_debug(debug);
  loop->run_until_complete(work());
  loop->close();
}
// One of two runs; none; in an argument.
// CHECK-FIXES: {{^}}int branches_bad(bool now) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  int result = 0;{{$}}
// CHECK-FIXES-NEXT: {{^}}  if (now){{$}}
// CHECK-FIXES-NEXT: {{^}}    result = std::max(aio::run(answer()), 1);{{$}}
// CHECK-FIXES-NEXT: {{^}}  else{{$}}
// CHECK-FIXES-NEXT: {{^}}    aio::run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}  return result;{{$}}
int branches_bad(bool now) {
  aio::EventLoop loop;
  int result = 0;
  if (now)
    result = std::max(loop.run_until_complete(answer()), 1);
  else
    loop.run_until_complete(work());
  loop.close();
  return result;
}
// A guard by hand: the entry is one.
// CHECK-FIXES: {{^}}void guarded_bad() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}
void guarded_bad() {
  aio::EventLoop loop;
  try {
    loop.run_until_complete(work());
  } catch (...) {
    aio::drain(loop);
    loop.close();
    throw;
  }
  loop.close();
}

// Not safe: two runs are an owner's, and so is another use.
// CHECK-FIXES: {{^}}void refused_bad(bool twice) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
void refused_bad(bool twice) {
  aio::EventLoop loop;
  loop.run_until_complete(work());
  if (twice)
    loop.run_until_complete(work());
  loop.close();
}
// CHECK-FIXES: {{^}}void another_use_bad() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
void another_use_bad() {
  aio::EventLoop loop;
  loop.call_soon([] {});
  loop.run_until_complete(work());
  loop.close();
}
