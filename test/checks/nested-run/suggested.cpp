// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=3 %s async-nested-run %t
// One file: what no other can call.
#include <aio/aio.h>
#include <string>
#include <vector>

aio::Coro<int> leaf();
aio::Coro<> work();

namespace {
struct Item {
  int size = 0;
  std::string name;
};

const Item *last;

int number(int value = 1) { return aio::run(leaf()) + value; }
// CHECK-FIXES: {{^}}aio::Coro<int> number(int value = 1) { co_return co_await leaf() + value; }

// A declaration of its own, a const that has no place in the syntax tree, a trailing type.
inline const Item *find(const char *name);
// CHECK-FIXES: {{^}}inline aio::Coro<const Item *> find(const char *name);
auto item() -> Item {
  // CHECK-FIXES: {{^}}auto item() -> aio::Coro<Item> {
  return {number(), "item"};
  // CHECK-FIXES: {{^}}  co_return Item{co_await number(), "item"};
}
const Item *find(const char *) {
  // CHECK-FIXES: {{^}}aio::Coro<const Item *> find(const char *) {
  if (item().size)
    return nullptr;
  // CHECK-FIXES: {{^}}  if ((co_await item()).size)
  // CHECK-FIXES-NEXT: {{^}}    co_return nullptr;
  auto inner = [] { return 1; };
  // CHECK-FIXES: {{^}}  auto inner = [] { return 1; };
  return inner() ? last : nullptr;
}

void nothing(bool now) {
  // CHECK-FIXES: {{^}}aio::Coro<> nothing(bool now) {
  if (now)
    return;
  // CHECK-FIXES: {{^}}    co_return;
  aio::run(work());
  // CHECK-FIXES: {{^}}  co_await work();
  nothing(true);
  // CHECK-FIXES: {{^}}  co_await nothing(true);
}

struct Base {
  virtual ~Base() = default;
  virtual void serve() {}
  // CHECK-FIXES: {{^}}  virtual aio::Coro<> serve() { co_return; }
};
struct Derived final : Base {
  static void never();
  void serve() override;
  // CHECK-FIXES: {{^}}  aio::Coro<> serve() override;
};
void Derived::serve() { aio::run(work()); }
// CHECK-FIXES: {{^}}aio::Coro<> Derived::serve() { co_await work(); }
} // namespace

aio::Coro<int> positions(Derived &derived, std::vector<int> &values) {
  find("one");
  // CHECK-FIXES: {{^}}  co_await find("one");
  nothing(false);
  // CHECK-FIXES: {{^}}  co_await nothing(false);
  derived.serve();
  // CHECK-FIXES: {{^}}  co_await derived.serve();
  int sum = -number() + number(number());
  // CHECK-FIXES: {{^}}  int sum = -co_await number() + co_await number(co_await number());
  values.push_back(number());
  // CHECK-FIXES: {{^}}  values.push_back(co_await number());
  for (int i = number(); i < number() && number(); ++i)
    // CHECK-FIXES: {{^}}  for (int i = co_await number(); i < co_await number() && co_await number(); ++i)
    sum += find("two")->size;
  // CHECK-FIXES: {{^}}    sum += (co_await find("two"))->size;
  co_return sum;
}

// No fix, and why.
static int refused() noexcept {
  return aio::run(leaf());
}
static int address() { return aio::run(leaf()); }
int (*pointer)() = address;
int elsewhere() {
  return aio::run(leaf());
}
aio::Coro<int> calls() { co_return refused() + address() + elsewhere(); }
