// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t --left=6
#include <aio/aio.h>

#include <memory>

void cannot_throw(aio::TimePoint) noexcept;
aio::Coro<> work();

void end_of_function_bad() {
  auto loop = aio::new_event_loop();
  loop->set_debug(true);
  // CHECK-FIXES: {{^}}  loop->set_debug(true);{{$}}
}
// CHECK-FIXES: {{^}}  loop->close();{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}

int before_the_return_bad() {
  aio::EventLoop loop;
  loop.set_debug(true);
  return 0;
}
// CHECK-FIXES: {{^}}  loop.set_debug(true);{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop.close();{{$}}
// CHECK-FIXES-NEXT: {{^}}  return 0;{{$}}

bool variable_returned_bad() {
  auto loop = aio::new_event_loop();
  bool debug = loop->get_debug();
  return debug;
}
// CHECK-FIXES: {{^}}  bool debug = loop->get_debug();{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop->close();{{$}}
// CHECK-FIXES-NEXT: {{^}}  return debug;{{$}}

// What the end uses cannot be closed before it.
bool used_in_the_return_bad() {
  auto loop = aio::new_event_loop();
  return loop->get_debug();
}
// CHECK-FIXES: {{^}}bool used_in_the_return_bad() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto loop = aio::new_event_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}  return loop->get_debug();{{$}}

// Several ends, or some paths closed: there is no one place.
int early_return_bad(bool enough) {
  auto loop = aio::new_event_loop();
  if (enough)
    return 1;
  return 0;
}
// CHECK-FIXES: {{^}}int early_return_bad(bool enough) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto loop = aio::new_event_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}  if (enough){{$}}
// CHECK-FIXES-NEXT: {{^}}    return 1;{{$}}
// CHECK-FIXES-NEXT: {{^}}  return 0;{{$}}

int some_path_bad(bool enough) {
  auto loop = aio::new_event_loop();
  if (enough)
    return 1;
  loop->close();
  return 0;
}
// CHECK-FIXES: {{^}}int some_path_bad(bool enough) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto loop = aio::new_event_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}  if (enough){{$}}
// CHECK-FIXES-NEXT: {{^}}    return 1;{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop->close();{{$}}
// CHECK-FIXES-NEXT: {{^}}  return 0;{{$}}

// Not in macros and templates; a dropped loop has no name to close.
#define MAKE_LOOP(name) auto name = aio::new_event_loop()
void macro_bad() {
  MAKE_LOOP(loop);
}
// CHECK-FIXES: {{^}}  MAKE_LOOP(loop);{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}
template <class T> void template_bad() {
  aio::EventLoop loop;
}
template void template_bad<int>();
// CHECK-FIXES: {{^}}  aio::EventLoop loop;{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}
void dropped_bad() {
  (void)aio::new_event_loop();
}
// CHECK-FIXES: {{^}}  (void)aio::new_event_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}
