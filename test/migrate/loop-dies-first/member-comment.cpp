// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Its comment on the line goes with it.
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
  asio::io_context io; // of the server
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
  asio::io_context io; // of the server
  std::optional<asio::steady_timer> timer;
};

int main() {
  Server server;
  server.serve();
}
