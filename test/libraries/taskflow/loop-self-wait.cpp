// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-loop-self-wait %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/taskflow.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <taskflow/taskflow.hpp>

// taskflow/taskflow#575: a task waits for a task of the same executor.
void waits_bad(tf::Executor &executor) {
  executor.silent_async([&] {
    executor.async([] { return 1; }).get();
    // CHECK-MESSAGES: :[[@LINE-1]]:38: warning: 'std::future::get' waits on a pool's thread for that pool; {{.*}} [async-loop-self-wait]
  });
}
void all_bad(tf::Executor &executor) {
  executor.silent_async([&] { executor.wait_for_all(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: 'tf::Executor::wait_for_all' waits on a pool's thread for that pool; {{.*}} [async-loop-self-wait]
}

void corun_ok(tf::Executor &executor, tf::Taskflow &flow) {
  executor.silent_async([&] { executor.corun(flow); });
}
void other_ok(tf::Executor &executor) {
  tf::Executor other;
  executor.silent_async([&] { other.async([] { return 1; }).get(); });
}
int main() {
  tf::Executor executor;
  executor.async([] { return 1; }).get();
  executor.wait_for_all();
}
