// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "socket.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <aio/legacy.h>

namespace legacy {
namespace {

constexpr std::size_t max_line = 4096;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

enum class Direction { read, write };

// Takes the callback away again, whichever way the wait ends.
struct Watch {
  aio::EventLoop& loop;
  int fd;
  Direction direction;
  ~Watch() {
    if (direction == Direction::read)
      loop.remove_reader(fd);
    else
      loop.remove_writer(fd);
  }
};

aio::Coro<> ready(int fd, Direction direction) {
  aio::EventLoop& loop = aio::get_event_loop();
  auto woken = loop.create_future<void>();
  auto wake = [woken]() mutable {
    if (!woken.done()) woken.set_result();
  };
  if (direction == Direction::read)
    loop.add_reader(fd, wake);
  else
    loop.add_writer(fd, wake);
  Watch watch{loop, fd, direction};
  co_await woken;
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Socket::~Socket() { close(); }

void Socket::close() noexcept {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Socket listen_on(std::uint16_t port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) fail("socket");
  const int on = 1;
  ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (::bind(socket.fd(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("bind");
  if (::listen(socket.fd(), SOMAXCONN) != 0) fail("listen");
  return socket;
}

std::uint16_t port_of(const Socket& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
  return ntohs(address.sin_port);
}

Socket accept_from(const Socket& listener) {
  return Socket(::accept4(listener.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

aio::Coro<std::optional<std::string>> Connection::read_line() {
  for (;;) {
    if (const auto end = buffer_.find('\n'); end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      co_return line;
    }
    if (buffer_.size() > max_line) throw std::length_error("a line is too long");
    char chunk[512];
    const ssize_t got = ::recv(socket_.fd(), chunk, sizeof chunk, 0);
    if (got == 0) co_return std::nullopt;
    if (got > 0)
      buffer_.append(chunk, static_cast<std::size_t>(got));
    else if (would_block())
      co_await ready(socket_.fd(), Direction::read);
    else
      fail("recv");
  }
}

aio::Coro<> Connection::write_line(std::string line) {
  line.push_back('\n');
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t sent = ::send(socket_.fd(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent >= 0)
      rest.remove_prefix(static_cast<std::size_t>(sent));
    else if (would_block())
      co_await ready(socket_.fd(), Direction::write);
    else
      fail("send");
  }
}

}  // namespace legacy
