// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check --suggested --left=3 %s async-dangling-coroutine-argument %t
#include <aio/aio.h>
#include <string>
#include <vector>

aio::Coro<> print(const std::string &text);
aio::Coro<> east(std::string const &text, int times = 1);
aio::Coro<> unnamed(const std::vector<int>&);
aio::Coro<> moved(std::string&&text);
// CHECK-FIXES: aio::Coro<> print(std::string text);
// CHECK-FIXES-NEXT: aio::Coro<> east(std::string text, int times = 1);
// CHECK-FIXES-NEXT: aio::Coro<> unnamed(std::vector<int>);
// CHECK-FIXES-NEXT: aio::Coro<> moved(std::string text);

// Every declaration of it.
aio::Coro<> print(const std::string &text) {
  // CHECK-FIXES: aio::Coro<> print(std::string text) {
  co_await aio::yield_now();
  if (text.empty())
    co_return;
}

aio::Coro<> local() {
  std::string text = "local";
  return print(text);
}
aio::Coro<> kept() {
  auto first = east(std::string("hello"));
  auto second = unnamed(std::vector<int>{1});
  auto third = moved(std::string("hello"));
  co_await std::move(first);
  co_await std::move(second);
  co_await std::move(third);
}

// No fix: what cannot be copied, what gives something back, a virtual function.
struct Fixed {
  Fixed() = default;
  Fixed(const Fixed &) = delete;
};
aio::Coro<> read(const Fixed &value);
aio::Coro<> fill(std::string &text);
struct Base {
  virtual ~Base() = default;
  virtual aio::Coro<> serve(const std::string &text);
};
aio::Coro<> without_fix(Base &base) {
  auto first = read(Fixed());
  auto third = base.serve(std::string("hello"));
  co_await std::move(first);
  co_await std::move(third);
}
aio::Coro<> gives_back() {
  std::string text;
  return fill(text);
}
