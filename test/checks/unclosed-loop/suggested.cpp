// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=2 %s async-unclosed-loop %t
#include <aio/aio.h>

#include <memory>

aio::Coro<int> load(int id);

// Not closed when the run throws: the entry closes.
int load_now(int id) {
  auto loop = aio::new_event_loop();
  int value = loop->run_until_complete(load(id));
  loop->close();
  return value;
}
// CHECK-FIXES: {{^}}int load_now(int id) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  int value = aio::run(load(id));{{$}}
// CHECK-FIXES-NEXT: {{^}}  return value;{{$}}

// It serves callbacks, and an early return forgets it.
int serve(bool ready) {
  auto loop = aio::new_event_loop();
  loop->call_soon([] {});
  if (!ready)
    return 1;
  loop->run_forever();
  loop->close();
  return 0;
}
// CHECK-FIXES: {{^}}int serve(bool ready) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner;{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop &loop = runner.get_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop.call_soon([] {});{{$}}
// CHECK-FIXES-NEXT: {{^}}  if (!ready){{$}}
// CHECK-FIXES-NEXT: {{^}}    return 1;{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop.run_forever();{{$}}
// CHECK-FIXES-NEXT: {{^}}  return 0;{{$}}

// Nothing in its class closes it.
class Service {
public:
  void start() { loop_->run_until_complete(load(1)); }

private:
  std::unique_ptr<aio::EventLoop> loop_ = aio::new_event_loop();
};
// CHECK-FIXES: {{^}}  void start() { runner_.run(load(1)); }{{$}}
// CHECK-FIXES: {{^}}  aio::Runner runner_;{{$}}
void use_service() { Service().start(); }

// Made on the heap by hand.
void pointer() {
  auto *loop = new aio::EventLoop;
  loop->call_soon([] {});
  loop->run_until_complete(load(1));
  loop->close();
  delete loop;
}
// CHECK-FIXES: {{^}}void pointer() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner;{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::EventLoop *loop = &runner.get_loop();{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop->call_soon([] {});{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run(load(1));{{$}}
// CHECK-FIXES-NEXT: {{^}}}{{$}}

// Refused, and why: it may be used after it was closed; its class is of one's own.
bool asked(bool early) {
  auto loop = aio::new_event_loop();
  if (early)
    return false;
  loop->close();
  return loop->get_debug();
}
// CHECK-FIXES: {{^}}bool asked(bool early) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  auto loop = aio::new_event_loop();{{$}}
class Custom : public aio::EventLoop {};
int custom(bool early) {
  Custom loop;
  if (early)
    return 1;
  loop.close();
  return 0;
}
// CHECK-FIXES: {{^}}  Custom loop;{{$}}
