// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-unclosed-loop %t --left=any
// REQUIRES: sd-event
#include <systemd/sd-event.h>

int never_bad() {
  sd_event *loop = nullptr;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: event loop 'loop' is never closed; its descriptors leak [async-unclosed-loop]
  sd_event_new(&loop);
  return sd_event_loop(loop);
}

int closed_ok() {
  sd_event *loop = nullptr;
  if (sd_event_new(&loop) < 0)
    return 1;
  int status = sd_event_loop(loop);
  sd_event_unref(loop);
  return status;
}
int cleanup_ok() {
  [[gnu::cleanup(sd_event_unrefp)]] sd_event *loop = nullptr;
  if (sd_event_new(&loop) < 0)
    return 1;
  return sd_event_loop(loop);
}
int set_null_ok() {
  sd_event *loop = nullptr;
  if (sd_event_new(&loop) < 0)
    return 1;
  sd_event_loop(loop);
  loop = sd_event_unref(loop);
  return 0;
}
