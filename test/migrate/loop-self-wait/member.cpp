// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A member function is called on it.
// Fix: safe
// Before: ConcurrentFuture waited for on the loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<std::string> name() { co_return "Ada"; }

static aio::Coro<> serve() {
  std::cout << aio::run_coroutine_threadsafe(name(), aio::get_running_loop()).get().size() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<std::string> name() { co_return "Ada"; }

static aio::Coro<> serve() {
  std::cout << (co_await name()).size() << "\n";
  co_return;
}

int main() { aio::run(serve()); }
