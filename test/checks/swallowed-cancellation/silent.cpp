// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-swallowed-cancellation %t --silent
#include <aio/aio.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <lazy.h>
#include <stdexcept>

using namespace std::chrono_literals;
aio::Coro<int> leaf();
void note(const char *text);

// Rethrown on every path.
aio::Coro<> rethrown_ok(bool loud) {
  try {
    co_await aio::sleep(1ms);
  } catch (const aio::CancelledError &) {
    if (loud)
      note("cancelled");
    throw;
  }
}
// An earlier handler passes it on.
aio::Coro<> earlier_handler_ok() {
  try {
    co_await aio::sleep(1ms);
  } catch (const aio::CancelledError &) {
    throw;
  } catch (...) {
    note("failed");
  }
}
// In aio a cancellation is no std::exception.
aio::Coro<> unrelated_ok() {
  try {
    co_await aio::sleep(1ms);
  } catch (const std::exception &error) {
    note(error.what());
  }
}
// Kept, and thrown again later.
aio::Coro<> kept_ok() {
  std::exception_ptr error;
  try {
    co_await aio::sleep(1ms);
  } catch (...) {
    error = std::current_exception();
  }
  if (error)
    std::rethrow_exception(error);
}
// The first one is kept: the later ones may go.
aio::Coro<> first_kept_ok() {
  std::exception_ptr first;
  for (int i = 0; i < 3; ++i) {
    try {
      co_await aio::sleep(1ms);
    } catch (...) {
      if (!first)
        first = std::current_exception();
    }
  }
  if (first)
    std::rethrow_exception(first);
}
// Taken back: who calls uncancel() knows what it does.
aio::Coro<> taken_back_ok() {
  try {
    co_await aio::sleep(1ms);
  } catch (const aio::CancelledError &) {
    aio::current_task().uncancel();
  }
}
// It does not return.
aio::Coro<> ends_the_process_ok() {
  try {
    co_await aio::sleep(1ms);
  } catch (...) {
    std::abort();
  }
}
// A helper that rethrows.
void translate() {
  try {
    throw;
  } catch (const std::logic_error &) {
    note("a mistake");
  }
}
aio::Coro<> helper_ok() {
  try {
    co_await aio::sleep(1ms);
  } catch (...) {
    translate();
  }
}
// This function cancelled the task that it waits for: the cancellation is its own.
aio::Coro<> own_cancellation_ok() {
  auto task = aio::create_task(leaf());
  co_await aio::sleep(1ms);
  task.cancel();
  try {
    co_await task;
  } catch (const aio::CancelledError &) {
  }
}
// Nothing suspends in it.
aio::Coro<> no_suspension_ok() {
  try {
    note("starts");
  } catch (...) {
  }
  co_await aio::sleep(1ms);
}
// Swallowed inside already: what is around it never sees it. (The inner one is the finding, see warn.cpp.)
aio::Coro<> lambda_inside_ok() {
  try {
    auto later = []() -> aio::Coro<> { co_await aio::sleep(1ms); };
    note("made");
    auto task = aio::create_task(later());
    task.detach();
  } catch (...) {
  }
  co_return;
}
// No model says that coroutines of this library are cancelled by throwing.
lazy::Lazy<int> unknown_library_ok() {
  try {
    co_await std::suspend_always{};
  } catch (...) {
  }
  co_return 1;
}
// No coroutine.
void plain_ok() {
  try {
    aio::run(leaf());
  } catch (...) {
  }
}
