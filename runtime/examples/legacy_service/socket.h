// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Non-blocking sockets on the loop's descriptor callbacks: what a service wrote for itself before
// the runtime had streams.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <aio/aio.h>

namespace legacy {

// An owned, non-blocking descriptor.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) noexcept : fd_(fd) {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();

  int fd() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }
  void close() noexcept;

 private:
  int fd_ = -1;
};

// A listening socket on 127.0.0.1; port 0 takes any.
Socket listen_on(std::uint16_t port);
std::uint16_t port_of(const Socket& socket);

// The next connection, if one is waiting.
Socket accept_from(const Socket& listener);

// Lines in, lines out, over one connection.
class Connection {
 public:
  explicit Connection(Socket socket) noexcept : socket_(std::move(socket)) {}

  // The next line without its end; nothing at the end of the stream.
  aio::Coro<std::optional<std::string>> read_line();
  aio::Coro<> write_line(std::string line);

 private:
  Socket socket_;
  std::string buffer_;
};

}  // namespace legacy
