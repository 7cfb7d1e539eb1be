// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A timer is set.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::steady_timer timer(io);
  timer.expires_from_now(std::chrono::milliseconds(1));
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
  timer.expires_after(std::chrono::milliseconds(1));
  timer.async_wait([](std::error_code) { std::cout << "woken\n"; });
  io.run();
}
