// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A member, a parameter, a result, a pointer and an alias.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

using Io = asio::io_service;
struct Server {
  explicit Server(asio::io_service &with) : io(with) {}
  asio::io_service *get() const { return &io; }
  asio::io_service &io;
};
template <class T> void post_to(asio::io_service &io, T what) { asio::post(io, what); }

int main() {
  const auto io = std::make_shared<asio::io_service>();
  Io other;
  Server server(*io);
  post_to(*server.get(), [] { std::cout << "posted\n"; });
  io->run();
  other.run();
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

using Io = asio::io_context;
struct Server {
  explicit Server(asio::io_context &with) : io(with) {}
  asio::io_context *get() const { return &io; }
  asio::io_context &io;
};
template <class T> void post_to(asio::io_context &io, T what) { asio::post(io, what); }

int main() {
  const auto io = std::make_shared<asio::io_context>();
  Io other;
  Server server(*io);
  post_to(*server.get(), [] { std::cout << "posted\n"; });
  io->run();
  other.run();
}
