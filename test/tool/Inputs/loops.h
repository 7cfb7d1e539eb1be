// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As much of aio as the tests of the tool need, quick to parse.
#pragma once

#include <coroutine>

namespace aio {

template <class T = void> struct Coro {
  struct promise_type {
    Coro get_return_object() { return {}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

struct EventLoop {
  void stop();
  void call_soon(void (*callback)());
};

EventLoop &get_event_loop();
EventLoop &get_running_loop();

} // namespace aio
