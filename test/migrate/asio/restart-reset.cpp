// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is made ready by its old name.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::post(io, [] { std::cout << "one\n"; });
  io.run();
  io.reset();
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
  io.restart();
  asio::post(io, [] { std::cout << "two\n"; });
  io.run();
}
