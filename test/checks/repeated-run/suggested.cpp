// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=5 %s async-repeated-run %t
#include <aio/aio.h>

#include <exception>
#include <string>
#include <vector>

static aio::Coro<> work() { co_return; }
static aio::Coro<int> step(int number) { co_return number; }

// In a loop: the owner stands before it.
void repeated(int count) {
  for (int turn = 0; turn < count; ++turn)
    aio::run(step(turn));
}
// CHECK-FIXES: {{^}}void repeated(int count) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner;{{$}}
// CHECK-FIXES-NEXT: {{^}}  for (int turn = 0; turn < count; ++turn){{$}}
// CHECK-FIXES-NEXT: {{^}}    runner.run(step(turn));{{$}}

// In a condition, an initialiser, a return; nested loops; options.
int positions(const std::vector<int> &numbers) {
  for (int number : numbers)
    while (aio::run(step(number), {.debug = true}) > 0) {
      int next = aio::run(step(number - 1), {.debug = true});
      if (next)
        return aio::run(step(next), {.debug = true});
    }
  return 0;
}
// CHECK-FIXES: {{^}}int positions(const std::vector<int> &numbers) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner({.debug = true});{{$}}
// CHECK-FIXES-NEXT: {{^}}  for (int number : numbers){{$}}
// CHECK-FIXES-NEXT: {{^}}    while (runner.run(step(number)) > 0) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}      int next = runner.run(step(number - 1));{{$}}
// CHECK-FIXES-NEXT: {{^}}      if (next){{$}}
// CHECK-FIXES-NEXT: {{^}}        return runner.run(step(next));{{$}}

// One after the other, over what both reach; callables are called.
struct Pool {
  aio::Lock lock;
  aio::Coro<> fill();
  aio::Coro<int> take();
};
int one_after_the_other(Pool &pool) {
  aio::run(pool.fill());
  aio::run([&]() -> aio::Coro<> { co_await pool.fill(); });
  return aio::run(pool.take());
}
// CHECK-FIXES: {{^}}int one_after_the_other(Pool &pool) {{[{]}}{{$}}
// CHECK-FIXES-NEXT: {{^}}  aio::Runner runner;{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run(pool.fill());{{$}}
// CHECK-FIXES-NEXT: {{^}}  runner.run([&]() -> aio::Coro<> { co_await pool.fill(); }());{{$}}
// CHECK-FIXES-NEXT: {{^}}  return runner.run(pool.take());{{$}}

// Refused, and why: tasks that may outlive a name; a jump; a macro; options that differ.
aio::Coro<> fetch(const std::string &name);
void borrowed(const std::vector<const char *> &names) {
  for (const char *each : names) {
    std::string name(each);
    aio::run(fetch(name));
  }
}
// CHECK-FIXES: {{^}}    aio::run(fetch(name));{{$}}
void jump() {
again:
  if (aio::run(step(1)))
    goto again;
}
// CHECK-FIXES: {{^}}  if (aio::run(step(1))){{$}}
#define RUN(what) aio::run(what)
void macro(int count) {
  while (count--)
    RUN(work());
}
// CHECK-FIXES: {{^}}    RUN(work());{{$}}
void options(int count) {
  while (count--) {
    aio::run(work());
    aio::run(work(), {.debug = true});
  }
}
// CHECK-FIXES: {{^}}    aio::run(work());{{$}}
// CHECK-FIXES-NEXT: {{^}}    aio::run(work(), {.debug = true});{{$}}
