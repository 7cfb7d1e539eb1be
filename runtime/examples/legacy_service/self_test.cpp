// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "self_test.h"

#include <chrono>
#include <csignal>
#include <iostream>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace legacy {
namespace {

// A blocking client; an empty answer means that the connection is lost.
class Client {
 public:
  explicit Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const timeval patience{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  Client(const Client&) = delete;
  ~Client() { ::close(fd_); }

  std::string ask(std::string line) {
    line.push_back('\n');
    ::send(fd_, line.data(), line.size(), MSG_NOSIGNAL);
    std::string answer;
    for (char c; ::recv(fd_, &c, 1, 0) == 1 && c != '\n';) answer.push_back(c);
    return answer;
  }

 private:
  int fd_;
};

}  // namespace

SelfTest::SelfTest(std::uint16_t port) : client_([this, port] { talk(port); }) {}

SelfTest::~SelfTest() { finish(); }

int SelfTest::finish() {
  if (client_.joinable()) client_.join();
  return wrong_;
}

void SelfTest::talk(std::uint16_t port) {
  Client client(port), idle(port);
  const auto expect = [&](const std::string& line, const std::string& wanted) {
    const std::string answer = client.ask(line);
    const bool right = answer == wanted;
    wrong_ += !right;
    std::cout << (right ? "ok     " : "WRONG  ") << line << " -> " << answer << '\n';
  };
  expect("PUT colour blue", "OK");
  expect("PUT number 42", "OK");
  expect("GET colour", "VALUE blue");
  expect("GET nothing", "NONE");
  expect("STAT", "STAT keys=2 bytes=18 audited=2");

  // The numbers arrive by themselves, within half a second.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
  std::string answer;
  do {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    answer = client.ask("METRICS");
  } while (answer == "METRICS 0" && std::chrono::steady_clock::now() < deadline);
  if (answer == "METRICS 0") {
    ++wrong_;
    std::cout << "WRONG  METRICS -> " << answer << " after half a second\n";
  } else {
    std::cout << "ok     METRICS are published\n";
  }
  expect("QUIT", "BYE");
  ::kill(::getpid(), SIGTERM);
}

}  // namespace legacy
