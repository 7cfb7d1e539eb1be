// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-blocking-call %t -- -- %glib-flags
// REQUIRES: glib
#include <gio/gio.h>

static gboolean on_idle_bad(gpointer) {
  g_usleep(1000);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'g_usleep' blocks the thread of a running event loop [async-blocking-call]
  return G_SOURCE_REMOVE;
}
static gpointer on_thread_ok(gpointer) {
  g_usleep(1000);
  return nullptr;
}
static gboolean later_ok(gpointer) {
  g_timeout_add(1, on_idle_bad, nullptr);
  return G_SOURCE_REMOVE;
}
int main() {
  g_usleep(10);
  g_idle_add(on_idle_bad, nullptr);
  g_idle_add(later_ok, nullptr);
  g_thread_join(g_thread_new("worker", on_thread_ok, nullptr));
}
