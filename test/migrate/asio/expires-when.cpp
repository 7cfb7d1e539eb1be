// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// When it expires is asked for.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

int main() {
  asio::io_context io;
  asio::steady_timer timer(io);
  std::cout << (timer.expires_from_now().count() > 0) << "\n";
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
  std::cout << ((timer.expiry() - std::chrono::steady_clock::now()).count() > 0) << "\n";
  timer.async_wait([](std::error_code) { std::cout << "woken\n"; });
  io.run();
}
