// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A coroutine waits for a future of its own loop.
// Fix: suggested
// Before: hangs
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

static asio::awaitable<void> serve() {
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, std::chrono::milliseconds(1));
  timer.async_wait(asio::use_future).get();
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

static asio::awaitable<void> serve() {
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, std::chrono::milliseconds(1));
  co_await timer.async_wait(asio::use_awaitable);
  std::cout << "woken\n";
}

int main() {
  asio::io_context io;
  asio::co_spawn(io, serve(), [](std::exception_ptr) {});
  io.run();
}
