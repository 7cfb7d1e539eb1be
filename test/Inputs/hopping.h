// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Coroutines that say of themselves that another thread may resume them.
#pragma once

#include <coroutine>
#include <exception>

struct [[clang::annotate("async_tidy", "coroutine: eager, resumes: on any thread")]] Hopping {
  struct promise_type {
    Hopping get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
