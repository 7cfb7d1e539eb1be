// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-reentrant-loop %t -- -- %glib-flags
// REQUIRES: glib
#include <gio/gio.h>

static gboolean on_idle_bad(gpointer) {
  GMainLoop *inner = g_main_loop_new(nullptr, FALSE);
  g_main_loop_run(inner);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'g_main_loop_run' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  g_main_loop_unref(inner);
  return G_SOURCE_REMOVE;
}
static void wait_bad(bool &done) {
  while (!done)
    g_main_context_iteration(nullptr, TRUE);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'g_main_context_iteration' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
}
static void on_ready(GObject *, GAsyncResult *, gpointer done) { wait_bad(*static_cast<bool *>(done)); }

// A context of one's own dispatches nothing else; another thread has its own.
static gboolean on_private_ok(gpointer) {
  GMainContext *own = g_main_context_new();
  g_main_context_iteration(own, TRUE);
  g_main_context_unref(own);
  return G_SOURCE_REMOVE;
}
static gpointer on_thread(gpointer loop) {
  g_main_loop_run(static_cast<GMainLoop *>(loop));
  return nullptr;
}
static gboolean start_thread_ok(gpointer loop) {
  g_thread_unref(g_thread_new("worker", on_thread, loop));
  return G_SOURCE_REMOVE;
}
static gboolean quit_ok(gpointer loop) {
  g_main_loop_quit(static_cast<GMainLoop *>(loop));
  return G_SOURCE_REMOVE;
}
int main() {
  bool done = false;
  GMainLoop *loop = g_main_loop_new(nullptr, FALSE);
  g_idle_add(on_idle_bad, nullptr);
  g_bus_get(G_BUS_TYPE_SESSION, nullptr, on_ready, &done);
  g_idle_add(on_private_ok, nullptr);
  g_idle_add(start_thread_ok, loop);
  g_timeout_add(10, quit_ok, loop);
  g_main_loop_run(loop);
  g_main_loop_unref(loop);
}
