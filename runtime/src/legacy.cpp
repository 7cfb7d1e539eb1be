// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/legacy.h"

#include <pthread.h>
#include <unistd.h>

#include <string>

#include "aio/errors.h"
#include "aio/warnings.h"
#include "default_loop.h"

namespace aio {

namespace {
std::string thread_name() {
  if (getpid() == gettid()) return "MainThread";
  char name[32] = "";
  pthread_getname_np(pthread_self(), name, sizeof name);
  return name;
}
}  // namespace

EventLoop& get_event_loop(Where where) {
  detail::warn("DeprecationWarning", "get_event_loop() is deprecated: use get_running_loop(), run() or Runner", where);
  if (EventLoop* running = running_loop()) return *running;
  if (EventLoop* set = detail::event_loop_slot()) return *set;
  throw RuntimeError("There is no current event loop in thread '" + thread_name() + "'.");
}

void set_event_loop_policy(LoopFactory factory, Where where) {
  detail::warn("DeprecationWarning", "set_event_loop_policy() is deprecated: pass loop_factory to run() or Runner",
               where);
  detail::set_default_factory(std::move(factory));
}

}  // namespace aio
