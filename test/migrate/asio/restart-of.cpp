// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is a member of another object.
// Fix: suggested
// Before: one
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

struct Server {
  asio::io_context io;
};

int main() {
  Server server;
  asio::post(server.io, [] { std::cout << "one\n"; });
  server.io.run();
  asio::post(server.io, [] { std::cout << "two\n"; });
  server.io.run();
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

struct Server {
  asio::io_context io;
};

int main() {
  Server server;
  asio::post(server.io, [] { std::cout << "one\n"; });
  server.io.run();
  asio::post(server.io, [] { std::cout << "two\n"; });
  server.io.restart();
  server.io.run();
}
