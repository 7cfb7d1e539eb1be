// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-undrained-loop %t --left=2
#include <aio/aio.h>

aio::Coro<> work();
aio::Coro<> other();

void pointer_bad() {
  auto loop = aio::new_event_loop();
  loop->create_task(work()).detach();
  loop->run_until_complete(other());
  // CHECK-FIXES: {{^}}  loop->run_until_complete(other());{{$}}
  loop->close();
  // CHECK-FIXES: {{^}}  aio::drain(*loop);{{$}}
  // CHECK-FIXES-NEXT: {{^}}  loop->close();{{$}}
}

void object_bad() {
  aio::EventLoop loop;
  auto task = loop.create_task(work());
  loop.run_until_complete(other());
  task.cancel();
  loop.close();
}
// CHECK-FIXES: {{^}}  task.cancel();{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::drain(loop);{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop.close();{{$}}

void parameter_bad(aio::EventLoop &loop) {
  loop.create_task(work()).detach();
  loop.close();
}
// CHECK-FIXES: {{^}}void parameter_bad(aio::EventLoop &loop) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop.create_task(work()).detach();{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::drain(loop);{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop.close();{{$}}

// A statement without braces gets none, so there is no room for a second one.
void no_braces_bad(bool tidy) {
  aio::EventLoop loop;
  loop.create_task(work()).detach();
  if (tidy)
    loop.close();
}
// CHECK-FIXES: {{^}}void no_braces_bad(bool tidy) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop loop;{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop.create_task(work()).detach();{{$}}
// CHECK-FIXES-NEXT: {{^}}  if (tidy){{$}}
// CHECK-FIXES-NEXT: {{^}}    loop.close();{{$}}

#define CLOSE(loop) loop.close()
void macro_bad() {
  aio::EventLoop loop;
  loop.create_task(work()).detach();
  CLOSE(loop);
}
// CHECK-FIXES: {{^}}  loop.create_task(work()).detach();{{$}}
// CHECK-FIXES-NEXT: {{^}}  CLOSE(loop);{{$}}
