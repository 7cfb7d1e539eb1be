// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What blocks stands in a macro.
// Fix: suggested
// Refused: no fix: it stands in a macro
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

#define GET(what) what.get()

static aio::Coro<> serve() {
  std::future<int> later = std::async(std::launch::async, [] { return 42; });
  std::cout << GET(later) << "\n";
  co_return;
}

int main() { aio::run(serve()); }
