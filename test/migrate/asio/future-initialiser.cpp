// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Its result initialises a variable.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

static asio::awaitable<int> answer() { co_return 42; }

static asio::awaitable<void> serve() {
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, std::chrono::milliseconds(1));
  const int value = asio::co_spawn(executor, answer(), asio::use_future).get();
  std::cout << value << "\n";
  std::cout << "woken\n";
}

int main() {
  asio::io_context io;
  asio::co_spawn(io, serve(), [](std::exception_ptr) {});
  io.run();
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

static asio::awaitable<int> answer() { co_return 42; }

static asio::awaitable<void> serve() {
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, std::chrono::milliseconds(1));
  const int value = co_await asio::co_spawn(executor, answer(), asio::use_awaitable);
  std::cout << value << "\n";
  std::cout << "woken\n";
}

int main() {
  asio::io_context io;
  asio::co_spawn(io, serve(), [](std::exception_ptr) {});
  io.run();
}
