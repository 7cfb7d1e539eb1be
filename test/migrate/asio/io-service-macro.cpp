// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A macro names it.
// Fix: safe
// Refused: no fix: it stands in a macro
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

#define IO asio::io_service

int main() {
  IO io;
  asio::post(io, [] { std::cout << "posted\n"; });
  io.run();
}
