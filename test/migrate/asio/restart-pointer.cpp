// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is reached by a pointer.
// Fix: suggested
// Before: one
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

static void serve(asio::io_context *io) {
  asio::post(*io, [] { std::cout << "one\n"; });
  io->run();
  asio::post(*io, [] { std::cout << "two\n"; });
  const auto done = io->run();
  std::cout << done << "\n";
}

int main() {
  asio::io_context io;
  serve(&io);
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

static void serve(asio::io_context *io) {
  asio::post(*io, [] { std::cout << "one\n"; });
  io->run();
  asio::post(*io, [] { std::cout << "two\n"; });
  io->restart();
  const auto done = io->run();
  std::cout << done << "\n";
}

int main() {
  asio::io_context io;
  serve(&io);
}
