// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t --left=3
#include <aio/aio.h>

#include <memory>

void cannot_throw(aio::TimePoint) noexcept;
aio::Coro<> work();

// A guard behind the loop closes it on every path, exceptions and early returns included.
void end_of_function_bad() {
  auto loop = aio::new_event_loop();
  loop->set_debug(true);
}
// CHECK-FIXES: {{^}}void end_of_function_bad() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto loop = aio::new_event_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}  const std::unique_ptr<aio::EventLoop, void (*)(aio::EventLoop *)> loop_closer(loop.get(), [](aio::EventLoop *open) { aio::drain(*open); open->close(); });{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop->set_debug(true);{{$}}

int on_the_stack_bad() {
  aio::EventLoop loop;
  loop.run_until_complete(work());
  return 0;
}
// CHECK-FIXES: {{^}}int on_the_stack_bad() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
// CHECK-FIXES-NEXT: {{^}}  const std::unique_ptr<aio::EventLoop, void (*)(aio::EventLoop *)> loop_closer(&loop, [](aio::EventLoop *open) { aio::drain(*open); open->close(); });{{$}}

bool used_in_the_return_bad() {
  auto loop = aio::new_event_loop();
  return loop->get_debug();
}
// CHECK-FIXES: {{^}}bool used_in_the_return_bad() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto loop = aio::new_event_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}  const std::unique_ptr<aio::EventLoop, void (*)(aio::EventLoop *)> loop_closer(loop.get(), [](aio::EventLoop *open) { aio::drain(*open); open->close(); });{{$}}

int early_return_bad(bool enough) {
  auto loop = aio::new_event_loop();
  if (enough)
    return 1;
  return 0;
}
// CHECK-FIXES: {{^}}int early_return_bad(bool enough) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto loop = aio::new_event_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}  const std::unique_ptr<aio::EventLoop, void (*)(aio::EventLoop *)> loop_closer(loop.get(), [](aio::EventLoop *open) { aio::drain(*open); open->close(); });{{$}}

// Closed on some path: a guard would close it twice over.
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

// Not in macros; in templates, where all instantiations agree; a dropped loop has no name to close.
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
// CHECK-FIXES-NEXT: {{^}}  const std::unique_ptr<aio::EventLoop, void (*)(aio::EventLoop *)> loop_closer(&loop, [](aio::EventLoop *open) { aio::drain(*open); open->close(); });{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}
void dropped_bad() {
  (void)aio::new_event_loop();
}
// CHECK-FIXES: {{^}}  (void)aio::new_event_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}
