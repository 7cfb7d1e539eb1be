// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "aio/getaddrinfo.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>

#include "aio/errors.h"
#include "aio/event_loop.h"

namespace aio {

namespace {

class Category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "getaddrinfo"; }
  std::string message(int code) const override { return gai_strerror(code); }
};

using Answers = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

void check(int code, const std::string& host) {
  if (code == 0) return;
  if (code == EAI_SYSTEM) throw std::system_error(errno, std::system_category(), "getaddrinfo '" + host + "'");
  throw std::system_error(code, getaddrinfo_category(), "getaddrinfo '" + host + "'");
}

std::vector<std::string> resolve(const std::string& host, int flags) {
  addrinfo hints{};
  hints.ai_flags = flags;
  hints.ai_socktype = SOCK_STREAM;  // one answer per address
  addrinfo* found = nullptr;
  // NOLINTNEXTLINE(async-blocking-call): in a worker thread, or an address in numbers, which asks nobody.
  check(::getaddrinfo(host.c_str(), nullptr, &hints, &found), host);
  const Answers answers(found, freeaddrinfo);
  std::vector<std::string> addresses;
  for (const addrinfo* answer = found; answer; answer = answer->ai_next) {
    char text[NI_MAXHOST];
    check(getnameinfo(answer->ai_addr, answer->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST), host);
    addresses.emplace_back(text);
  }
  return addresses;
}

bool is_numeric(const std::string& host) {
  in6_addr buffer;
  const std::string address = host.substr(0, host.find('%'));
  return inet_pton(AF_INET, address.c_str(), &buffer) == 1 || inet_pton(AF_INET6, address.c_str(), &buffer) == 1;
}

}  // namespace

const std::error_category& getaddrinfo_category() noexcept {
  static const Category only;
  return only;
}

Coro<std::vector<std::string>> getaddrinfo(std::string host) {
  if (host.find('\0') != std::string::npos) throw ValueError("embedded null character");
  if (is_numeric(host)) co_return resolve(host, AI_NUMERICHOST);
  auto ask = [host = std::move(host)] { return resolve(host, 0); };
  auto answer = get_running_loop().run_in_executor(nullptr, std::move(ask));
  co_return co_await std::move(answer);
}

}  // namespace aio
