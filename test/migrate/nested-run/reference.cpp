// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A reference keeps the result alive.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <string>

static aio::Coro<std::string> name() { co_return "Ada"; }

static aio::Coro<> serve() {
  const std::string &value = aio::run(name());
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <string>

static aio::Coro<std::string> name() { co_return "Ada"; }

static aio::Coro<> serve() {
  const std::string &value = co_await name();
  std::cout << value << "\n";
  co_return;
}

int main() { aio::run(serve()); }
