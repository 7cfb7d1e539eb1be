// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t --left=any
// REQUIRES: libevent
#include <event2/event.h>
#include <event2/http.h>

#include <memory>

void never_freed_bad() {
  event_base *base = event_base_new();
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: event loop 'base' is never closed; its descriptors leak [async-unclosed-loop]
  // CHECK-MESSAGES: :[[@LINE-2]]:15: note: 'event_base_free' it on every path
  event_base_dispatch(base);
}
int early_return_bad(bool enough) {
  event_base *base = event_base_new();
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: event loop 'base' is not closed on every path; its descriptors leak [async-unclosed-loop]
  if (enough)
    return 1;
  event_base_dispatch(base);
  event_base_free(base);
  return 0;
}

void freed_ok() {
  event_base *base = event_base_new();
  event_base_dispatch(base);
  event_base_free(base);
}
event_base *given_ok() {
  event_base *base = event_base_new();
  return base;
}
struct Free {
  void operator()(event_base *base) const { event_base_free(base); }
};
void owner_ok() {
  std::unique_ptr<event_base, Free> base(event_base_new());
  event_base_dispatch(base.get());
}
static void free_it(event_base **base) { event_base_free(*base); }
void cleanup_ok() {
  [[gnu::cleanup(free_it)]] event_base *base = event_base_new();
  event_base_dispatch(base);
}
void parameter_ok(event_base *base) { event_base_dispatch(base); }
