// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-swallowed-cancellation %t
#include <aio/aio.h>

#include <chrono>
#include <exception>
#include <iostream>
#include <stdexcept>

using namespace std::chrono_literals;
aio::Coro<int> leaf();
void note(const char *text);

// 1. It catches the cancellation, or everything, and goes on.
aio::Coro<> everything_bad() {
  try {
    co_await aio::sleep(1ms);
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: cancellation is caught and not rethrown; its task runs on as if never cancelled [async-swallowed-cancellation]
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: it arrives at this suspension
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: 'throw;' passes it on
  }
}
aio::Coro<> by_name_bad() {
  try {
    co_await aio::sleep(1ms);
  } catch (const aio::CancelledError &) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: cancellation is caught and not rethrown
    note("cancelled");
  }
}
aio::Coro<> goes_on_bad() {
  int tries = 0;
  while (true) {
    try {
      tries += co_await leaf();
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: cancellation is caught and not rethrown
      continue;
    }
  }
}

// 2. It ends the coroutine as if all was well, or with another error.
aio::Coro<int> returns_bad() {
  try {
    co_return co_await leaf();
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: cancellation is caught and not rethrown
    // CHECK-MESSAGES: :[[@LINE-3]]:15: note: it arrives at this suspension
    // CHECK-MESSAGES: :[[@LINE+1]]:5: note: it ends at this 'co_return'
    co_return -1;
  }
}
aio::Coro<int> other_error_bad() {
  try {
    co_return co_await leaf();
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: cancellation is caught and not rethrown
    // CHECK-MESSAGES: :[[@LINE+1]]:5: note: another error takes its place here
    throw std::runtime_error("leaf failed");
  }
}

// 3. It is rethrown on some path only.
aio::Coro<> some_path_bad(bool closing) {
  try {
    co_await aio::sleep(1ms);
  } catch (const aio::CancelledError &) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: cancellation is caught and not rethrown
    if (closing)
      throw;
    note("cancelled");
  }
}

// 4. The first handler that fits decides.
aio::Coro<> second_handler_bad() {
  try {
    co_await aio::sleep(1ms);
  } catch (const std::exception &) {
    note("failed");
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: cancellation is caught and not rethrown
    note("cancelled, most likely");
  }
}

// 5. The inner one lets it pass, the outer one does not.
aio::Coro<> outer_bad() {
  try {
    try {
      co_await aio::sleep(1ms);
    } catch (...) {
      note("inner");
      throw;
    }
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: cancellation is caught and not rethrown
    note("outer");
  }
}

// 6. A lambda, a template, a function's whole body.
void lambda_bad() {
  auto work = []() -> aio::Coro<> {
    try {
      co_await aio::sleep(1ms);
    } catch (...) {
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: cancellation is caught and not rethrown
    }
  };
  aio::run(work());
}
template <class T> aio::Coro<T> template_bad(T otherwise) {
  try {
    co_await aio::sleep(1ms);
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: cancellation is caught and not rethrown
  }
  co_return otherwise;
}
template aio::Coro<int> template_bad(int);

// 7. What another task was cancelled for does not excuse this wait.
aio::Coro<> other_wait_bad(aio::Task<> task) {
  task.cancel();
  try {
    co_await aio::sleep(1ms);
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: cancellation is caught and not rethrown
  }
}
