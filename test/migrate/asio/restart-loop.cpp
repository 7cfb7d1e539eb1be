// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It runs again and again.
// Fix: suggested
// Before: 0
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  for (int turn = 0; turn < 2; ++turn) {
    asio::post(io, [turn] { std::cout << turn << "\n"; });
    io.run();
  }
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  for (int turn = 0; turn < 2; ++turn) {
    asio::post(io, [turn] { std::cout << turn << "\n"; });
    io.restart();
    io.run();
  }
}
