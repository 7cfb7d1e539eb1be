// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The other end of an echo server: CONNECTIONS times SIZE bytes there and back, again and again.
//   echo_load PORT SIZE CONNECTIONS SECONDS
//     prints the round trips of that time, after a warm-up, and the server's CPU time in nanoseconds (0 when
//     SERVER_PID is not set)
//   echo_load PORT SIZE CONNECTIONS idle
//     after one round trip each it says "ready" and waits for the end of stdin
#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "echo.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Connection {
  int fd = -1;
  std::size_t sent = 0, received = 0;
  bool done = false;  // with its only round trip, when idle
};

std::string payload;
char sink[bench::chunk];
std::int64_t round_trips = 0;

/// What the kernel has counted for the server so far.
std::int64_t server_time() {
  const char* pid = std::getenv("SERVER_PID");
  if (!pid) return 0;
  const std::string path = std::string("/proc/") + pid + "/schedstat";
  long long nanoseconds = 0;
  if (std::FILE* file = std::fopen(path.c_str(), "r")) {
    if (std::fscanf(file, "%lld", &nanoseconds) != 1) nanoseconds = 0;
    std::fclose(file);
  }
  return nanoseconds;
}

void send_some(Connection& connection) {
  while (connection.sent < payload.size()) {
    const ssize_t count =
        ::send(connection.fd, payload.data() + connection.sent, payload.size() - connection.sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EAGAIN) return;
    if (count < 0) bench::fail("send");
    connection.sent += static_cast<std::size_t>(count);
  }
}

/// Sends and receives what it can; when everything has come back, and with `again`, the next one.
void advance(Connection& connection, bool again) {
  if (connection.done) return;
  send_some(connection);
  for (;;) {
    const ssize_t count = ::recv(connection.fd, sink, sizeof sink, 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) bench::fail("recv");
    connection.received += static_cast<std::size_t>(count);
    if (connection.received < payload.size()) continue;
    ++round_trips;
    connection.sent = connection.received = 0;
    connection.done = !again;
    if (!again) return;
    send_some(connection);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return std::fputs("usage: echo_load PORT SIZE CONNECTIONS SECONDS|idle\n", stderr), 2;
  const sockaddr_in address = bench::loopback(static_cast<unsigned short>(std::atoi(argv[1])));
  payload.assign(static_cast<std::size_t>(std::atol(argv[2])), 'x');
  const bool idle = std::strcmp(argv[4], "idle") == 0;
  std::vector<Connection> connections(static_cast<std::size_t>(std::atol(argv[3])));
  const int poller = epoll_create1(EPOLL_CLOEXEC);
  for (Connection& connection : connections) {
    connection.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(connection.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      bench::fail("connect");
    ::fcntl(bench::no_delay(connection.fd), F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.ptr = &connection;
    epoll_ctl(poller, EPOLL_CTL_ADD, connection.fd, &event);
  }
  const auto turn = [&](bool again) {
    epoll_event events[256];
    const int count = epoll_wait(poller, events, 256, 20000);
    if (count == 0) bench::fail("the server says nothing");
    for (int i = 0; i < count; ++i) advance(*static_cast<Connection*>(events[i].data.ptr), again);
  };
  if (idle) {
    while (round_trips < static_cast<std::int64_t>(connections.size())) turn(false);
    std::puts("ready");
    std::fflush(stdout);
    while (::read(0, sink, sizeof sink) > 0) continue;
    return 0;
  }
  const auto run = [&](double seconds) {
    const std::int64_t before = round_trips;
    const auto end = Clock::now() + std::chrono::duration<double>(seconds);
    while (Clock::now() < end) turn(true);
    return round_trips - before;
  };
  const double seconds = std::atof(argv[4]);
  run(seconds / 4);
  const std::int64_t cpu = server_time();
  const auto begin = Clock::now();
  const std::int64_t done = run(seconds);
  const std::chrono::duration<double> took = Clock::now() - begin;
  std::printf("{\"round_trips\": %lld, \"seconds\": %.6f, \"server_ns\": %lld}\n", static_cast<long long>(done),
              took.count(), static_cast<long long>(server_time() - cpu));
}
