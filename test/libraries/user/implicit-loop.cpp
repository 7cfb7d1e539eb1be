// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: rm -rf %t && mkdir -p %t && cp %inputs/warp.yaml %t/.async-tidy.yaml
// RUN: %check %s async-implicit-loop %t/copy
#include <thread>
#include <warp.h>

void getter_bad() {
  warp::whatever_reactor()->spin();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'warp::whatever_reactor' picks an implicit event loop; it is anybody's [async-implicit-loop]
  std::thread([] {}).detach();
}
void parameter_ok(warp::Reactor &reactor) { reactor.spin(); }
