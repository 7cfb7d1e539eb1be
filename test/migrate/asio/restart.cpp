// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It runs twice.
// Fix: suggested
// Before: one
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::post(io, [] { std::cout << "one\n"; });
  io.run();
  asio::post(io, [] { std::cout << "two\n"; });
  io.run();
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::post(io, [] { std::cout << "one\n"; });
  io.run();
  asio::post(io, [] { std::cout << "two\n"; });
  io.restart();
  io.run();
}
