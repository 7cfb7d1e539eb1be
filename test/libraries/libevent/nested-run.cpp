// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-nested-run %t
// REQUIRES: libevent
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>

#include <thread>

static void on_read_bad(evutil_socket_t, short, void *base) {
  event_base_dispatch(static_cast<event_base *>(base));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'event_base_dispatch' is called on a running event loop; it returns an error [async-nested-run]
  // CHECK-MESSAGES: :[[@LINE+4]]:{{[0-9]+}}: note: 'on_read_bad' runs on the loop: it is handed to 'event_new' here
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: return to the loop and continue in a callback
}
event *watch(event_base *base, int fd) {
  return event_new(base, fd, EV_READ, on_read_bad, base);
}

// A helper hides the run.
static void flush_bad(event_base *base) {
  event_base_loop(base, EVLOOP_ONCE);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'event_base_loop' is called on a running event loop; it returns an error [async-nested-run]
}
static void on_connection(evconnlistener *listener, evutil_socket_t, sockaddr *, int, void *) {
  flush_bad(evconnlistener_get_base(listener));
}
evconnlistener *listen(event_base *base) { return evconnlistener_new(base, on_connection, nullptr, 0, 1, 3); }
void serve(evhttp *server, event_base *base) {
  evhttp_set_gencb(server, [](evhttp_request *, void *data) { event_base_dispatch(static_cast<event_base *>(data)); }, base);
  // CHECK-MESSAGES: :[[@LINE-1]]:63: warning: 'event_base_dispatch' is called on a running event loop; it returns an error [async-nested-run]
}

// A base of one's own runs; the outer one waits for it.
static void on_timer_bad(evutil_socket_t, short, void *) {
  event_base *own = event_base_new();
  event_base_dispatch(own);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'event_base_dispatch' is called on a running event loop; the loop stalls until it returns [async-nested-run]
  event_base_free(own);
}
int once(event_base *base) { return event_base_once(base, -1, EV_TIMEOUT, on_timer_bad, nullptr, nullptr); }

// Asking it to stop, another thread, and a step without waiting (async-reentrant-loop's) are not runs in it.
static void on_stop_ok(evutil_socket_t, short, void *base) { event_base_loopbreak(static_cast<event_base *>(base)); }
static void on_thread_ok(evutil_socket_t, short, void *) {
  std::thread([] {
    event_base *own = event_base_new();
    event_base_dispatch(own);
    event_base_free(own);
  }).detach();
}
static void on_step_ok(evutil_socket_t, short, void *base) {
  event_base_loop(static_cast<event_base *>(base), EVLOOP_NONBLOCK);
}
void nobody_registers_this_ok(evutil_socket_t, short, void *base) { event_base_dispatch(static_cast<event_base *>(base)); }
void more(event_base *base) {
  event_base_once(base, -1, EV_TIMEOUT, on_stop_ok, base, nullptr);
  event_base_once(base, -1, EV_TIMEOUT, on_thread_ok, base, nullptr);
  event_base_once(base, -1, EV_TIMEOUT, on_step_ok, base, nullptr);
}
int main() {
  event_base *base = event_base_new();
  more(base);
  int status = event_base_dispatch(base);
  event_base_free(base);
  return status;
}
