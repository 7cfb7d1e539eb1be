// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Comments stay.
// Fix: suggested
// Before: one
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::post(io, [] { std::cout << "one\n"; });
  io.run(); // once
  asio::post(io, [] { std::cout << "two\n"; });
  // And again.
  io.run(); // twice
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::post(io, [] { std::cout << "one\n"; });
  io.run(); // once
  asio::post(io, [] { std::cout << "two\n"; });
  // And again.
  io.restart();
  io.run(); // twice
}
