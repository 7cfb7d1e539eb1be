// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A member function is called on the result.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <string>

static aio::Coro<std::string> name() { co_return "Ada"; }

static aio::Coro<> serve() {
  std::cout << aio::run(name()).size() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <string>

static aio::Coro<std::string> name() { co_return "Ada"; }

static aio::Coro<> serve() {
  std::cout << (co_await name()).size() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
