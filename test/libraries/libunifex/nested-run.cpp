// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/libunifex.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <unifex/manual_event_loop.hpp>
#include <unifex/sync_wait.hpp>

#include <thread>

unifex::task<int> child();

unifex::task<int> waits_bad() {
  co_return *unifex::sync_wait(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'unifex::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-2]]:14: note: 'co_await' the sender
}
unifex::task<int> typed_bad() {
  co_return *unifex::sync_wait_r<int>(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'unifex::sync_wait_r' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
}
unifex::nothrow_task<int> piped_bad() {
  co_return child() | unifex::sync_wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'unifex::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
}
static void pump(unifex::manual_event_loop &loop) {
  loop.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'unifex::_manual_event_loop::context::run' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
}
unifex::task<int> hidden_bad(unifex::manual_event_loop &loop) {
  pump(loop);
  co_return 1;
}

unifex::task<int> awaited_ok() { co_return co_await child(); }
unifex::task<int> stops_ok(unifex::manual_event_loop &loop) {
  loop.stop();
  co_return 1;
}
unifex::task<int> thread_ok() {
  std::thread([] { unifex::sync_wait(child()); }).detach();
  co_return 1;
}
int outside_ok() { return *unifex::sync_wait(child()); }
int main() {
  unifex::manual_event_loop loop;
  std::thread runner([&] { loop.run(); });
  int result = *unifex::sync_wait_r<int>(child());
  loop.stop();
  runner.join();
  return result;
}
