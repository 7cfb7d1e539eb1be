// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The helper stands in another file, and main calls it too.
// Fix: suggested
// Before: run() cannot be called from a running event loop
//--- before
#include "price.h"
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> serve() {
  std::cout << price(6) << "\n";
  co_return;
}

int main() {
  std::cout << price(1) << "\n";
  aio::run(serve());
}
//--- before/price.h
#pragma once
int price(int of);
//--- before/price.cpp
#include "price.h"
#include <aio/aio.h>

static aio::Coro<int> fetch(int of) { co_return of + 1; }
int price(int of) { return aio::run(fetch(of)); }
//--- after
#include "price.h"
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> serve() {
  std::cout << co_await price(6) << "\n";
  co_return;
}

int main() {
  std::cout << aio::run(price(1)) << "\n";
  aio::run(serve());
}
//--- after/price.h
#pragma once
#include <aio/aio.h>
aio::Coro<int> price(int of);
//--- after/price.cpp
#include "price.h"
#include <aio/aio.h>

static aio::Coro<int> fetch(int of) { co_return of + 1; }
aio::Coro<int> price(int of) { co_return co_await fetch(of); }
