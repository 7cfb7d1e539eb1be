// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A member that is bound to the loop is declared before it.
// Fix: safe
// Before: undefined
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>
#include <optional>

class Server {
public:
  void serve() {
    timer.emplace(io, std::chrono::milliseconds(1));
    timer->async_wait([](std::error_code) { std::cout << "woken\n"; });
    io.run();
  }

private:
  std::optional<asio::steady_timer> timer;
  asio::io_context io;
};

int main() {
  Server server;
  server.serve();
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>
#include <optional>

class Server {
public:
  void serve() {
    timer.emplace(io, std::chrono::milliseconds(1));
    timer->async_wait([](std::error_code) { std::cout << "woken\n"; });
    io.run();
  }

private:
  asio::io_context io;
  std::optional<asio::steady_timer> timer;
};

int main() {
  Server server;
  server.serve();
}
