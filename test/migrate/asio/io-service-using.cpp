// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A using-declaration names it.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

using asio::io_service;

int main() {
  io_service io;
  asio::post(io, [] { std::cout << "posted\n"; });
  io.run();
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

using asio::io_context;

int main() {
  io_context io;
  asio::post(io, [] { std::cout << "posted\n"; });
  io.run();
}
