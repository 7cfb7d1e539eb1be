// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "addresses.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <system_error>

#include "aio/detail/stream_state.h"
#include "aio/errors.h"
#include "aio/getaddrinfo.h"

namespace aio::detail {

namespace {

Address any_address(int family) {
  Address address;
  address.storage.ss_family = static_cast<sa_family_t>(family);  // the rest is zero: INADDR_ANY, in6addr_any
  address.size = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
  return address;
}

Address numeric_address(const std::string& text) {
  Address address = any_address(text.find(':') == std::string::npos ? AF_INET : AF_INET6);
  if (address.family() == AF_INET) {
    inet_pton(AF_INET, text.c_str(), &reinterpret_cast<sockaddr_in&>(address.storage).sin_addr);
    return address;
  }
  auto& v6 = reinterpret_cast<sockaddr_in6&>(address.storage);
  const std::size_t percent = text.find('%');
  inet_pton(AF_INET6, text.substr(0, percent).c_str(), &v6.sin6_addr);
  if (percent != std::string::npos) v6.sin6_scope_id = if_nametoindex(text.c_str() + percent + 1);
  return address;
}

}  // namespace

void Address::set_port(std::uint16_t port) noexcept {
  if (family() == AF_INET) reinterpret_cast<sockaddr_in&>(storage).sin_port = htons(port);
  if (family() == AF_INET6) reinterpret_cast<sockaddr_in6&>(storage).sin6_port = htons(port);
}

std::string Address::describe() const { return detail::describe(get(), size); }

Coro<std::vector<Address>> resolve(std::string host, std::uint16_t port) {
  std::vector<Address> addresses;
  if (host.empty()) {
    addresses = {any_address(AF_INET), any_address(AF_INET6)};
  } else {
    const std::vector<std::string> names = co_await getaddrinfo(std::move(host));
    for (const std::string& name : names) addresses.push_back(numeric_address(name));
  }
  for (Address& address : addresses) address.set_port(port);
  co_return addresses;
}

Address unix_address(const std::string& path) {
  Address address;
  auto& un = reinterpret_cast<sockaddr_un&>(address.storage);
  if (path.empty() || path.size() >= sizeof un.sun_path)
    throw ValueError(path.empty() ? "a Unix socket needs a path" : "AF_UNIX path too long: " + path);
  un.sun_family = AF_UNIX;
  std::memcpy(un.sun_path, path.data(), path.size());
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + (path[0] ? 1 : 0));
  return address;
}

int make_socket(const LoopState& loop, int family) {
  const int fd = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | (loop.has_completions() ? 0 : SOCK_NONBLOCK), 0);
  if (fd < 0) throw std::system_error(errno, std::system_category(), "cannot make a socket");
  if (family != AF_UNIX) set_no_delay(fd);
  return fd;
}

void set_no_delay(int fd) noexcept {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

std::string describe(const sockaddr* address, socklen_t size) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address->sa_family == AF_INET) {
    const auto& v4 = *reinterpret_cast<const sockaddr_in*>(address);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    return std::string(text) + ":" + std::to_string(ntohs(v4.sin_port));
  }
  if (address->sa_family == AF_INET6) {
    const auto& v6 = *reinterpret_cast<const sockaddr_in6*>(address);
    inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    return "[" + std::string(text) + "]:" + std::to_string(ntohs(v6.sin6_port));
  }
  if (address->sa_family != AF_UNIX || size <= offsetof(sockaddr_un, sun_path)) return "";
  const auto& un = *reinterpret_cast<const sockaddr_un*>(address);
  std::string path(un.sun_path, size - offsetof(sockaddr_un, sun_path));
  if (path[0]) path.resize(std::strlen(path.c_str()));
  return path;
}

}  // namespace aio::detail
