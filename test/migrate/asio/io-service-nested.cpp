// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A type in it is named.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_service io;
  asio::io_service::strand strand(io);
  asio::post(strand, [] { std::cout << "posted\n"; });
  io.run();
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::io_context::strand strand(io);
  asio::post(strand, [] { std::cout << "posted\n"; });
  io.run();
}
