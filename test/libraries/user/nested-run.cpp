// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: rm -rf %t && mkdir -p %t && cp %inputs/warp.yaml %t/.async-tidy.yaml
// RUN: %check %s async-nested-run %t/copy
#include <thread>
#include <warp.h>

void callback_bad(warp::Reactor &reactor) {
  reactor.defer([&] {
    reactor.spin();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'warp::Reactor::spin' is called on a running event loop; it never returns [async-nested-run]
    // CHECK-MESSAGES: :[[@LINE-2]]:13: note: return to the reactor
  });
}
warp::Lazy<> coroutine_bad(warp::Reactor &reactor) {
  reactor.spin();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'warp::Reactor::spin' is called on a running event loop; it never returns [async-nested-run]
  co_return;
}
void guarded(warp::Reactor &reactor) {
  if (!warp::Reactor::spinning())
    reactor.spin();
}
warp::Lazy<> guarded_ok(warp::Reactor &reactor) {
  guarded(reactor);
  co_return;
}
void thread_ok(warp::Reactor &reactor) {
  reactor.defer([] { std::thread([] { warp::Reactor::open()->spin(); }).detach(); });
}
