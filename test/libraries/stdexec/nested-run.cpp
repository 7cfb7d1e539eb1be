// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/stdexec.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <exec/task.hpp>

#include <thread>

exec::task<int> child();

exec::task<int> waits_bad() {
  stdexec::sync_wait(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'stdexec::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'co_await' the sender
  stdexec::sync_wait_with_variant(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'stdexec::sync_wait_with_variant' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  co_return 1;
}
exec::task<int> piped_bad() {
  co_return child() | stdexec::sync_wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'stdexec::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
}
std::execution::task<int> standard_bad() {
  std::this_thread::sync_wait(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sync_wait' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  co_return 1;
}
exec::task<int> loop_bad(stdexec::run_loop &loop) {
  loop.run();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'stdexec::__run_loop::__run_loop_base::run' is called on a running event loop; it never returns if it waits for this thread [async-nested-run]
  co_return 1;
}

exec::task<int> awaited_ok() { co_return co_await child(); }
exec::task<int> finishes_ok(stdexec::run_loop &loop) {
  loop.finish();
  co_return 1;
}
exec::task<int> thread_ok() {
  std::thread([] { stdexec::sync_wait(child()); }).detach();
  co_return 1;
}
std::execution::task<int> standard_ok() { co_return co_await child(); }
void outside_ok() { std::this_thread::sync_wait(child()); }
int main() {
  stdexec::run_loop loop;
  std::thread runner([&] { loop.run(); });
  stdexec::sync_wait(child());
  loop.finish();
  runner.join();
}
