// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/uvw.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <uvw.hpp>

#include <thread>

static void flush(uvw::loop &loop) {
  loop.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'uvw::loop::run' is called on a running event loop; the behavior is undefined [async-nested-run]
}
void register_bad(uvw::timer_handle &timer) {
  timer.on<uvw::timer_event>([](const uvw::timer_event &, uvw::timer_handle &handle) { flush(handle.parent()); });
  timer.on<uvw::timer_event>([](const uvw::timer_event &, uvw::timer_handle &handle) {
    handle.parent().run(uvw::loop::run_mode::ONCE);
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'uvw::loop::run' is called on a running event loop; the behavior is undefined [async-nested-run]
  });
}

void register_ok(uvw::timer_handle &timer) {
  timer.on<uvw::timer_event>([](const uvw::timer_event &, uvw::timer_handle &handle) { handle.parent().stop(); });
  timer.on<uvw::timer_event>([](const uvw::timer_event &, uvw::timer_handle &) {
    std::thread([] { uvw::loop::create()->run(); }).detach();
  });
}
int main() {
  auto loop = uvw::loop::create();
  loop->run();
}
