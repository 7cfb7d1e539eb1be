// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A coroutine waits for another one.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

static asio::awaitable<int> answer() { co_return 42; }

static asio::awaitable<void> serve() {
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, std::chrono::milliseconds(1));
  std::cout << asio::co_spawn(executor, answer(), asio::use_future).get() << "\n";
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
  std::cout << co_await asio::co_spawn(executor, answer(), asio::use_awaitable) << "\n";
  std::cout << "woken\n";
}

int main() {
  asio::io_context io;
  asio::co_spawn(io, serve(), [](std::exception_ptr) {});
  io.run();
}
