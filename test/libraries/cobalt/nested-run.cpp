// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run,async-unawaited-coroutine %t -- -- -isystem %S/Inputs
// RUN: %async-tidy models verify %S/../../../checks/models/cobalt.yaml -- -std=c++20 -isystem %S/Inputs -I%inputs
#include <boost/cobalt.hpp>

#include <thread>

namespace cobalt = boost::cobalt;

cobalt::task<int> child();
cobalt::task<int> waits_bad() {
  co_return cobalt::run(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'boost::cobalt::run' is called on a running event loop; the loop stalls until it returns [async-nested-run]
}
static int helper() {
  return cobalt::run(child());
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'boost::cobalt::run' is called on a running event loop; the loop stalls until it returns [async-nested-run]
}
cobalt::promise<int> calls() { co_return helper(); }
void forgotten_bad() {
  auto work = child();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: coroutine in 'work' is never awaited; its body never runs [async-unawaited-coroutine]
}

cobalt::task<int> awaits_ok() { co_return co_await child(); }
cobalt::task<int> keeps_ok() {
  auto work = child();
  co_return co_await std::move(work);
}
cobalt::task<int> thread_ok() {
  std::thread([] { cobalt::run(child()); }).detach();
  co_return co_await calls();
}
int main() { return cobalt::run(awaits_ok()); }
