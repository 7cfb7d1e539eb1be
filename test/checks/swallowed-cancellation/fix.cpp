// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-swallowed-cancellation %t --left=4
#include <aio/aio.h>

#include <chrono>
#include <iostream>

using namespace std::chrono_literals;
void note(const char *text);

aio::Coro<> logged_bad() {
  try {
    co_await aio::sleep(1ms);
  } catch (...) {
    note("cancelled");
    // CHECK-FIXES: {{^}}    note("cancelled");
    // CHECK-FIXES: {{^}}    throw;{{$}}
  }
}
aio::Coro<> streamed_bad() {
  try {
    co_await aio::sleep(1ms);
  } catch (const aio::CancelledError &) {
    std::cerr << "cancelled" << std::endl;
    // CHECK-FIXES: {{^}}    std::cerr << "cancelled" << std::endl;
    // CHECK-FIXES: {{^}}    throw;{{$}}
  }
}
aio::Coro<> one_line_bad() {
  try {
    co_await aio::sleep(1ms);
  } catch (...) { note("cancelled"); }
  // CHECK-FIXES: {{^}}  } catch (...) { note("cancelled"); throw; }{{$}}
}

// From here on there is a finding and no fix.

// An empty handler says that it wants silence: what it is there for is not known.
aio::Coro<> empty_bad() {
  try {
    co_await aio::sleep(1ms);
  } catch (...) {}
  // CHECK-FIXES: {{^}}  } catch (...) {}{{$}}
}
// It does more than log.
int failures;
aio::Coro<> counted_bad() {
  try {
    co_await aio::sleep(1ms);
  } catch (...) {
    ++failures;
    // CHECK-FIXES: {{^}}    ++failures;
    // CHECK-FIXES-NOT: throw;
  }
}
aio::Coro<int> returned_bad() {
  try {
    co_await aio::sleep(1ms);
  } catch (...) {
    co_return 1;
  }
  co_return 0;
}
// Not in macros; in templates, where all instantiations agree.
#define CATCH(what)                                                                                                    \
  catch (...) {                                                                                                        \
    note(what);                                                                                                        \
  }
aio::Coro<> macro_bad() {
  try {
    co_await aio::sleep(1ms);
  }
  CATCH("cancelled")
}
template <class T> aio::Coro<T> template_bad(T otherwise) {
  try {
    co_await aio::sleep(1ms);
  } catch (...) {
    note("cancelled");
    // CHECK-FIXES: {{^}}    note("cancelled");
    // CHECK-FIXES: {{^}}    throw;{{$}}
  }
  co_return otherwise;
}
template aio::Coro<int> template_bad(int);
// CHECK-FIXES: template aio::Coro<int> template_bad(int);
