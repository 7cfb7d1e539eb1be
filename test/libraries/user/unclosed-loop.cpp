// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: rm -rf %t && mkdir -p %t && cp %inputs/warp.yaml %t/.async-tidy.yaml
// RUN: %check %s async-unclosed-loop %t/copy
#include <warp.h>

void never_bad() {
  auto *reactor = warp::Reactor::open();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: event loop 'reactor' is never closed; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: 'shut' it on every path
  reactor->spin();
}
void dropped_bad() {
  warp::Reactor::open();
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: event loop returned by 'warp::Reactor::open' is dropped; its descriptors leak [async-unclosed-loop]
}
void shut_ok() {
  auto *reactor = warp::Reactor::open();
  reactor->shut();
}
warp::Reactor *returned_ok() { return warp::Reactor::open(); }
