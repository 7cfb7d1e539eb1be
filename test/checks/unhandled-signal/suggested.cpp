// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested %s async-unhandled-signal %t
#include <aio/aio.h>

#include <memory>

// The two signals that end programs stop it.
static void serve(aio::EventLoop *loop) {
  loop->run_forever();
}
// CHECK-FIXES: {{^}}static void serve(aio::EventLoop *loop) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop->add_signal_handler(SIGINT, [&loop] { loop->stop(); });{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop->add_signal_handler(SIGTERM, [&loop] { loop->stop(); });{{$}}
// CHECK-FIXES-NEXT: {{^}}  loop->run_forever();{{$}}
struct Service {
  std::unique_ptr<aio::EventLoop> loop_ = aio::new_event_loop();
  void start() {
    loop_->run_forever();
    loop_->close();
  }
};
// CHECK-FIXES: {{^}}  void start() {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}    loop_->add_signal_handler(SIGINT, [this] { loop_->stop(); });{{$}}
// CHECK-FIXES-NEXT: {{^}}    loop_->add_signal_handler(SIGTERM, [this] { loop_->stop(); });{{$}}
// CHECK-FIXES-NEXT: {{^}}    loop_->run_forever();{{$}}
int main() {
  aio::EventLoop loop;
  serve(&loop);
  loop.close();
  Service().start();
}
