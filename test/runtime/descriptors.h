// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Connected descriptors for tests.
#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <system_error>
#include <utility>

namespace aio_test {

/// Two ends of a connection, not blocking; what is left open is closed at the end.
struct DescriptorPair {
  int a = -1, b = -1;
  DescriptorPair() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
      throw std::system_error(errno, std::system_category(), "socketpair");
    a = ends[0];
    b = ends[1];
  }
  ~DescriptorPair() {
    close_a();
    close_b();
  }
  DescriptorPair(const DescriptorPair&) = delete;
  void close_a() {
    if (!std::exchange(a_closed_, true)) ::close(a);
  }
  void close_b() {
    if (!std::exchange(b_closed_, true)) ::close(b);
  }
  void write_b(const std::string& text) { (void)!::write(b, text.data(), text.size()); }
  std::string read_a() { return read(a); }
  std::string read_b() { return read(b); }

 private:
  static std::string read(int fd) {
    char text[256];
    const ssize_t count = ::read(fd, text, sizeof text);
    return std::string(text, count < 0 ? 0u : static_cast<std::size_t>(count));
  }
  bool a_closed_ = false, b_closed_ = false;
};

}  // namespace aio_test
