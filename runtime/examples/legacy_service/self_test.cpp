// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "self_test.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "admin.h"
#include "backup.h"
#include "replica.h"
#include "store.h"

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
  // Within half a second.
  const auto expect_soon = [&](const std::string& line, const std::function<bool(const std::string&)>& right) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    std::string answer = client.ask(line);
    while (!right(answer) && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      answer = client.ask(line);
    }
    wrong_ += !right(answer);
    std::cout << (right(answer) ? "ok     " : "WRONG  ") << line << (right(answer) ? "" : " -> " + answer) << '\n';
  };
  expect("PUT colour blue", "OK");
  expect("PUT number 42", "OK");
  expect("PUT colour deep blue", "OK");
  expect("GET colour", "VALUE deep blue");
  expect("GET nothing", "NONE");
  expect("PUT nothing", "ERR a value is wanted");
  expect("SING", "ERR unknown command");
  expect("STAT", "STAT keys=2 bytes=23 audited=3");
  expect("PUT brief here", "OK");
  expect("DEL brief", "OK");
  expect("KEYS ", "KEYS 2 colour number");
  expect("PUT number 43", "OK");
  expect("EXPIRE nobody 10", "ERR no such key");
  expect("PUT shadow thin", "OK");
  expect("EXPIRE shadow 1", "OK");
  expect_soon("GET shadow", [](const std::string& answer) { return answer == "NONE"; });
  expect_soon("METRICS", [](const std::string& answer) { return answer != "METRICS 0"; });
  expect("QUIT", "BYE");
  ::kill(::getpid(), SIGTERM);
}

namespace {

// Sends SIGUSR1 until it is told that this was enough.
class Alarm {
 public:
  Alarm() : thread_([this] { ring(); }) {}
  Alarm(const Alarm&) = delete;
  ~Alarm() {
    enough_ = true;
    thread_.join();
  }

 private:
  void ring() {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    if (!enough_) ::kill(::getpid(), SIGUSR1);
  }

  std::atomic<bool> enough_ = false;
  std::thread thread_;
};

}  // namespace

int test_commands(const std::string& journal) {
  int wrong = 0;
  const auto expect = [&](const std::string& what, const std::function<bool()>& holds) {
    bool right = false;
    try {
      right = holds();
    } catch (const std::exception& error) {
      std::cerr << what << ": " << error.what() << '\n';
    }
    wrong += !right;
    std::cout << (right ? "ok     " : "WRONG  ") << what << '\n';
  };
  const std::string copy = journal + ".copy", backup = journal + ".backup", pairs = journal + ".pairs";
  expect("check", [&] { return check(journal) == 8; });
  expect("replicate", [&] {
    const Replicated first = replicate(journal, copy, 3), second = replicate(journal, copy, 3);
    return first.lines == 8 && first.batches == 3 && first.retries == 0 && second.batches == 0 && check(copy) == 8;
  });
  expect("backup", [&] { return back_up(journal, backup) == 2 && verify(backup) == 2; });
  expect("export", [&] {
    Store store({.journal = journal});
    return store.warm_up() == 2 && store.export_to(pairs) == 2 && verify(pairs) == 2;
  });
  expect("compact", [&] { return compact(journal) == 6 && check(journal) == 2; });
  expect("watch", [&] {
    const Alarm alarm;
    return watch(journal, std::chrono::milliseconds(5)) > 1;
  });
  for (const std::string& file : {copy, backup, pairs}) std::filesystem::remove(file);
  return wrong;
}

}  // namespace legacy
