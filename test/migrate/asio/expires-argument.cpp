// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What it gives is used.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::steady_timer timer(io);
  std::cout << timer.expires_from_now(std::chrono::milliseconds(1)) << "\n";
  timer.async_wait([](std::error_code) { std::cout << "woken\n"; });
  io.run();
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::steady_timer timer(io);
  std::cout << timer.expires_after(std::chrono::milliseconds(1)) << "\n";
  timer.async_wait([](std::error_code) { std::cout << "woken\n"; });
  io.run();
}
