// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: rm -rf %t && mkdir -p %t && cp %inputs/warp.yaml %t/.async-tidy.yaml
// RUN: %check %s async-cross-thread-loop-use %t/copy
#include <thread>
#include <warp.h>

void thread_bad(warp::Reactor &reactor) {
  std::thread thread([&] { reactor.defer([] {}); });
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'warp::Reactor::defer' touches event loop 'reactor' from a thread that does not run it; this is a data race [async-cross-thread-loop-use]
  // CHECK-MESSAGES: :[[@LINE-2]]:36: note: 'defer_from_anywhere' is the thread-safe way
  // CHECK-FIXES: {{^}}  std::thread thread([&] { reactor.defer_from_anywhere([] {}); });{{$}}
  reactor.spin();
  thread.join();
}
void thread_ok(warp::Reactor &reactor) {
  std::thread thread([&] { reactor.defer_from_anywhere([] {}); });
  reactor.spin();
  thread.join();
}
