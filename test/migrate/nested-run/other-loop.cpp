// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It runs on a loop of its own.
// Fix: safe
// Before: Cannot run the event loop while another loop is running
// Left: async-unclosed-loop
//--- before
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  aio::EventLoop inner;
  try {
    std::cout << inner.run_until_complete(answer()) << "\n";
  } catch (const aio::RuntimeError &error) {
    std::cout << error.what() << "\n";
  }
  inner.close();
  co_return;
}

int main() { aio::run(serve()); }
//--- after
#include <aio/aio.h>
#include <iostream>

static aio::Coro<int> answer() { co_return 42; }

static aio::Coro<> serve() {
  aio::EventLoop inner;
  try {
    std::cout << co_await answer() << "\n";
  } catch (const aio::RuntimeError &error) {
    std::cout << error.what() << "\n";
  }
  inner.close();
  co_return;
}

int main() { aio::run(serve()); }
