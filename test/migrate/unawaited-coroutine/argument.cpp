// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Its argument is another call.
// Fix: safe
// Before: was never awaited
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save(std::string what) {
  std::cout << "saved " << what << "\n";
  co_return;
}

static aio::Coro<> serve() {
  save(std::string("it"));
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<> save(std::string what) {
  std::cout << "saved " << what << "\n";
  co_return;
}

static aio::Coro<> serve() {
  co_await save(std::string("it"));
  co_return;
}

int main() { aio::run(serve()); }
