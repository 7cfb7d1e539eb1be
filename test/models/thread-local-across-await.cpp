// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proof of harm, law L12: the coroutine counts in the variable of a thread that it has left. aio brings every coroutine
// back to the thread of its loop, so this one is of a type of its own, which stays where it was resumed.
// REQUIRES: aio-lib
// RUN: %aio-clangxx %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-thread-local-across-await %t.lint
#include <coroutine>
#include <exception>
#include <iostream>
#include <string_view>
#include <thread>

struct [[clang::annotate("async_tidy", "coroutine: eager, resumes: on any thread")]] Hopping {
  struct promise_type {
    Hopping get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

/// Goes on in another thread, and waits until that is done.
struct AnotherThread {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) const {
    std::thread([handle] { handle.resume(); }).join();
  }
  void await_resume() const noexcept {}
};

thread_local int count;
int here;

// BROKEN: counted in the wrong thread
Hopping broken() {
  int &counted = count;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'counted' keeps thread-local 'count' over a suspension; another thread can resume [async-thread-local-across-await]
  co_await AnotherThread();
  ++counted;
  here = count;
}

// CLEAN-NOT: {{.}}
// CLEAN: {{^}}counted in this thread{{$}}
// CLEAN-NOT: {{.}}
Hopping repaired() {
  co_await AnotherThread();
  ++count;
  here = count;
}

int main(int, char **argv) {
  std::string_view(argv[1]) == "broken" ? broken() : repaired();
  std::cout << (here == 1 ? "counted in this thread" : "counted in the wrong thread") << std::endl;
  return here == 1 ? 0 : 1;
}
