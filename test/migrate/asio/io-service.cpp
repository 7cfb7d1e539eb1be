// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A local variable.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_service io;
  asio::post(io, [] { std::cout << "posted\n"; });
  io.run();
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::post(io, [] { std::cout << "posted\n"; });
  io.run();
}
