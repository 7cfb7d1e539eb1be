// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result is a pointer that is dereferenced.
// Fix: safe
// Before: run() cannot be called from a running event loop
//--- before
#include <aio/aio.h>
#include <iostream>
#include <memory>
#include <string>

static aio::Coro<std::unique_ptr<std::string>> name() { co_return std::make_unique<std::string>("Ada"); }

static aio::Coro<> serve() {
  std::cout << *aio::run(name()) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>
#include <memory>
#include <string>

static aio::Coro<std::unique_ptr<std::string>> name() { co_return std::make_unique<std::string>("Ada"); }

static aio::Coro<> serve() {
  std::cout << *co_await name() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
