// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t
// REQUIRES: sd-event
#include <systemd/sd-event.h>

#include <thread>

static int on_time_bad(sd_event_source *source, uint64_t, void *) {
  return sd_event_run(sd_event_source_get_event(source), 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'sd_event_run' is called on a running event loop; it returns an error [async-nested-run]
}
static int on_private_bad(sd_event_source *, void *) {
  sd_event *own = nullptr;
  if (sd_event_new(&own) < 0)
    return -1;
  sd_event_loop(own);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sd_event_loop' is called on a running event loop; the loop stalls until it returns [async-nested-run]
  sd_event_unref(own);
  return 0;
}
static int on_exit_ok(sd_event_source *source, void *) { return sd_event_exit(sd_event_source_get_event(source), 0); }
static int on_io_ok(sd_event_source *, int, uint32_t, void *) {
  std::thread([] {
    sd_event *own = nullptr;
    if (sd_event_new(&own) < 0)
      return;
    sd_event_loop(own);
    sd_event_unref(own);
  }).detach();
  return 0;
}
int nobody_registers_this_ok(sd_event_source *, uint64_t, void *loop) { return sd_event_run(static_cast<sd_event *>(loop), 0); }
int main() {
  sd_event *loop = nullptr;
  if (sd_event_default(&loop) < 0)
    return 1;
  sd_event_add_time_relative(loop, nullptr, 1, 10, 0, on_time_bad, nullptr);
  sd_event_add_defer(loop, nullptr, on_private_bad, nullptr);
  sd_event_add_defer(loop, nullptr, on_exit_ok, nullptr);
  sd_event_add_io(loop, nullptr, 0, 1, on_io_ok, nullptr);
  int status = sd_event_loop(loop);
  sd_event_unref(loop);
  return status;
}
