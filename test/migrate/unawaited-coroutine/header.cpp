// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is made in a header that two files share.
// Fix: safe
// Before: was never awaited
//--- before
#include "store.h"

aio::Coro<> other();

int main() {
  aio::run(keep());
  aio::run(other());
}
//--- before/store.h
#pragma once
#include <aio/aio.h>
#include <iostream>

inline aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}
inline aio::Coro<> keep() {
  save();
  co_return;
}
//--- before/other.cpp
#include "store.h"

aio::Coro<> other() {
  save();
  co_return;
}
//--- after
#include "store.h"

aio::Coro<> other();

int main() {
  aio::run(keep());
  aio::run(other());
}
//--- after/store.h
#pragma once
#include <aio/aio.h>
#include <iostream>

inline aio::Coro<> save() {
  std::cout << "saved\n";
  co_return;
}
inline aio::Coro<> keep() {
  co_await save();
  co_return;
}
//--- after/other.cpp
#include "store.h"

aio::Coro<> other() {
  co_await save();
  co_return;
}
