// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What it gives is a reference.
// Fix: suggested
// Refused: no fix: 
//--- before
#include <aio/aio.h>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

static aio::Coro<> serve() {
  int kept = 42;
  std::promise<int &> promise;
  auto later = promise.get_future();
  promise.set_value(kept);
  int &value = later.get();
  ++value;
  std::cout << kept << "\n";
  co_return;
}

int main() { aio::run(serve()); }
