// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Socket addresses: made from names, and turned into words.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <vector>

#include "aio/coro.h"
#include "aio/detail/loop_state.h"

namespace aio::detail {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
  int family() const noexcept { return storage.ss_family; }
  void set_port(std::uint16_t port) noexcept;
  std::string describe() const;
};

/// `host` is numeric, or a name that the default executor resolves. "": every interface.
/// Errors: std::system_error of getaddrinfo_category().
Coro<std::vector<Address>> resolve(std::string host, std::uint16_t port);
/// Errors: ValueError when the path is empty or too long.
Address unix_address(const std::string& path);

/// A socket of this loop's mode: not blocking, unless the backend does the work. Errors: std::system_error.
int make_socket(const LoopState& loop, int family);
/// As asyncio does for every TCP connection.
void set_no_delay(int fd) noexcept;

}  // namespace aio::detail
