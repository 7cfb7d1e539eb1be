// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// It is reached by a member.
// Fix: suggested
// Before: one
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

struct Server {
  asio::io_context io;
  void serve() {
    asio::post(io, [] { std::cout << "one\n"; });
    io.run();
    asio::post(io, [] { std::cout << "two\n"; });
    io.run();
  }
};

int main() {
  Server server;
  server.serve();
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

struct Server {
  asio::io_context io;
  void serve() {
    asio::post(io, [] { std::cout << "one\n"; });
    io.run();
    asio::post(io, [] { std::cout << "two\n"; });
    io.restart();
    io.run();
  }
};

int main() {
  Server server;
  server.serve();
}
