// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How long it has left is kept, compared, given on; of a member and of what a pointer leads to.
// Fix: safe
//--- before
#include <asio.hpp>
#include <chrono>
#include <iostream>

struct Session {
  asio::steady_timer timer;
  bool late() const { return timer.expires_from_now() < std::chrono::seconds(0); }
};
long in_seconds(std::chrono::nanoseconds left) { return std::chrono::duration_cast<std::chrono::seconds>(left).count(); }

int main() {
  asio::io_context io;
  Session session{asio::steady_timer(io, std::chrono::hours(1))};
  auto *clock = &session.timer;
  const auto left = clock->expires_from_now();
  std::cout << session.late() << (in_seconds(clock->expires_from_now()) > 3000) << (-left < left) << "\n";
}
//--- after
#include <asio.hpp>
#include <chrono>
#include <iostream>

struct Session {
  asio::steady_timer timer;
  bool late() const { return (timer.expiry() - std::chrono::steady_clock::now()) < std::chrono::seconds(0); }
};
long in_seconds(std::chrono::nanoseconds left) { return std::chrono::duration_cast<std::chrono::seconds>(left).count(); }

int main() {
  asio::io_context io;
  Session session{asio::steady_timer(io, std::chrono::hours(1))};
  auto *clock = &session.timer;
  const auto left = clock->expiry() - std::chrono::steady_clock::now();
  std::cout << session.late() << (in_seconds(clock->expiry() - std::chrono::steady_clock::now()) > 3000) << (-left < left) << "\n";
}
