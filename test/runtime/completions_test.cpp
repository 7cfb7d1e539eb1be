// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a Poller with completions promises (aio/poller.h, Operation): io_uring, where the kernel lets us.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "backends/io_uring.h"
#include "descriptors.h"
#include "support.h"

using namespace aio_test;
using aio::Poller;

namespace {

/// Remembers its results, and may go on with `then`.
struct Op final : Poller::Operation {
  void complete(int result) noexcept override {
    results.push_back(result);
    if (then) then(result);
  }
  std::vector<int> results;
  std::function<void(int)> then;
};

class Completions : public testing::Test {
 protected:
  void SetUp() override {
    if (!aio::io_uring::available()) GTEST_SKIP() << "io_uring is not available here";
    poller = aio::io_uring::make_poller();
    ASSERT_TRUE(poller->has_completions());
  }
  void turn(std::optional<aio::Duration> timeout = aio::Duration::zero()) {
    std::vector<Poller::Ready> ready;
    poller->wait(timeout, ready);
  }
  /// Sleeps until `op` has completed; its last result.
  int result_of(const Op& op) {
    while (op.results.empty()) turn(std::nullopt);
    return op.results.back();
  }
  std::unique_ptr<Poller> poller;
};

sockaddr_in local(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = port;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}
int tcp() { return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }
/// A socket that listens; the port in network order.
std::pair<int, std::uint16_t> listener() {
  const int fd = tcp();
  sockaddr_in address = local(0);
  socklen_t size = sizeof address;
  bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  listen(fd, 16);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return {fd, address.sin_port};
}

}  // namespace

TEST_F(Completions, ReceivesWhatComesLater) {
  DescriptorPair pair;
  Op op;
  char buffer[8] = "";
  poller->submit_recv(op, pair.a, buffer, sizeof buffer);
  EXPECT_TRUE(op.results.empty()) << "never inside submit";
  turn();
  EXPECT_TRUE(op.results.empty());
  pair.write_b("abc");
  EXPECT_EQ(result_of(op), 3);
  EXPECT_STREQ(buffer, "abc");
  pair.close_b();
  op.results.clear();
  poller->submit_recv(op, pair.a, buffer, sizeof buffer);
  EXPECT_EQ(result_of(op), 0) << "the end";
}

TEST_F(Completions, SendsWhenThereIsRoom) {
  DescriptorPair pair;
  Op op;
  std::string big(1 << 20, 'x');
  std::size_t sent = 0, received = 0;
  op.then = [&](int result) {
    sent += static_cast<std::size_t>(std::max(result, 0));
    if (result > 0 && sent < big.size()) poller->submit_send(op, pair.a, big.data() + sent, big.size() - sent);
  };
  poller->submit_send(op, pair.a, big.data(), big.size());
  for (int i = 0; received < big.size() && i < 100000; ++i) {
    received += pair.read_b().size();
    turn();
  }
  EXPECT_EQ(received, big.size());
  EXPECT_EQ(sent, big.size());
}

TEST_F(Completions, SendsToNobodyWithoutASignal) {
  DescriptorPair pair;
  pair.close_b();
  Op op;
  poller->submit_send(op, pair.a, "x", 1);
  EXPECT_EQ(result_of(op), -EPIPE);  // SIGPIPE would have ended the process
}

TEST_F(Completions, AcceptsAndConnects) {
  const auto [server, port] = listener();
  const int client = tcp();
  const sockaddr_in address = local(port);
  Op accepted, connected;
  poller->submit_accept(accepted, server);
  turn();
  poller->submit_connect(connected, client, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  EXPECT_EQ(result_of(connected), 0);
  const int fd = result_of(accepted);
  ASSERT_GE(fd, 0);
  EXPECT_TRUE(fcntl(fd, F_GETFL) & O_NONBLOCK);
  EXPECT_TRUE(fcntl(fd, F_GETFD) & FD_CLOEXEC);
  for (const int open : {fd, client, server}) close(open);
}

TEST_F(Completions, SaysWhenNobodyListens) {
  const auto [server, port] = listener();
  close(server);
  const int client = tcp();
  const sockaddr_in address = local(port);
  Op op;
  poller->submit_connect(op, client, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  EXPECT_EQ(result_of(op), -ECONNREFUSED);
  close(client);
}

TEST_F(Completions, ReadsAndWritesPipes) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
  for (int round = 0; round < 2; ++round) {
    Op reads, writes;
    char buffer[8] = "";
    poller->submit_recv(reads, ends[0], buffer, sizeof buffer);
    turn();
    turn();
    EXPECT_TRUE(reads.results.empty());
    poller->submit_send(writes, ends[1], "abc", 3);
    EXPECT_EQ(result_of(writes), 3);
    EXPECT_EQ(result_of(reads), 3);
    EXPECT_STREQ(buffer, "abc");
  }
  close(ends[0]);
  Op writes;
  poller->submit_send(writes, ends[1], "abc", 3);
  EXPECT_EQ(result_of(writes), -EPIPE);
  close(ends[1]);
}

TEST_F(Completions, AreCancelled) {
  DescriptorPair pair;
  char buffer[8];
  Op early, late, done;
  poller->submit_recv(early, pair.a, buffer, sizeof buffer);
  poller->cancel(early);  // the kernel has not heard of it
  EXPECT_TRUE(early.results.empty()) << "never inside cancel";
  EXPECT_EQ(result_of(early), -ECANCELED);
  poller->submit_recv(late, pair.a, buffer, sizeof buffer);
  turn();
  poller->cancel(late);
  poller->cancel(late);
  EXPECT_EQ(result_of(late), -ECANCELED);
  pair.write_b("abc");
  poller->submit_recv(done, pair.a, buffer, sizeof buffer);
  turn();  // may be done, may be not: what was read is not lost
  if (done.results.empty()) poller->cancel(done);
  EXPECT_EQ(result_of(done), 3);
  turn();
  for (const Op* op : {&early, &late, &done}) EXPECT_EQ(op->results.size(), 1u);
}

TEST_F(Completions, GoOnFromWithin) {
  DescriptorPair pair;
  Op op;
  char byte = 0;
  op.then = [&](int result) {
    if (result == 1 && op.results.size() < 1000) poller->submit_recv(op, pair.a, &byte, 1);
  };
  pair.write_b(std::string(1000, 'x'));
  poller->submit_recv(op, pair.a, &byte, 1);
  for (int i = 0; i < 100000 && op.results.size() < 1000; ++i) turn();
  EXPECT_EQ(op.results.size(), 1000u);
}

TEST_F(Completions, MoreThanTheQueuesOfTheKernelHold) {
  constexpr std::size_t many = 3000;
  std::vector<std::unique_ptr<DescriptorPair>> pairs;
  std::vector<char> bytes(many);
  std::vector<Op> ops(many);
  for (std::size_t i = 0; i < many; ++i) {
    pairs.push_back(std::make_unique<DescriptorPair>());
    poller->submit_recv(ops[i], pairs[i]->a, &bytes[i], 1);
  }
  for (std::size_t i = 0; i < many; ++i) pairs[i]->write_b("x");
  auto left = [&] { return std::count_if(ops.begin(), ops.end(), [](const Op& op) { return op.results.empty(); }); };
  for (int i = 0; i < 1000 && left() > 0; ++i) turn();
  EXPECT_EQ(left(), 0);
  for (std::size_t i = 0; i < many; ++i) {
    EXPECT_EQ(ops[i].results, std::vector<int>{1});
    EXPECT_EQ(bytes[i], 'x');
  }
}

TEST_F(Completions, EndBeforeTheLoopGivesBackTheirBuffers) {
  constexpr std::size_t many = 700;
  std::vector<std::unique_ptr<DescriptorPair>> pairs;
  std::vector<Op> ops(many);
  auto buffers = std::make_unique<std::vector<std::string>>(many, std::string(100, '.'));
  int pipe_ends[2];
  ASSERT_EQ(pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK), 0);
  const auto [server, port] = listener();
  for (std::size_t i = 0; i < many; ++i) {
    pairs.push_back(std::make_unique<DescriptorPair>());
    const int fd = i == 0 ? pipe_ends[0] : pairs[i]->a;
    if (i == 1)
      poller->submit_accept(ops[i], server);
    else
      poller->submit_recv(ops[i], fd, (*buffers)[i].data(), (*buffers)[i].size());
    if (i == many / 2) turn();
  }
  poller->watch(pairs[0]->a, Poller::read);
  turn();
  poller->abandon();
  for (const Op& op : ops) EXPECT_EQ(op.results, std::vector<int>{-ECANCELED});
  buffers.reset();  // from here the kernel must not write: AddressSanitizer sees no kernel, so the sockets are asked
  for (auto& pair : pairs) pair->write_b("late");
  poller.reset();
  for (std::size_t i = 2; i < many; ++i) EXPECT_EQ(pairs[i]->read_a(), "late") << "nobody has read it";
  for (const int fd : {pipe_ends[0], pipe_ends[1], server}) close(fd);
}

TEST_F(Completions, EndInTheChildOfAForkWithoutHarmToTheParent) {
  DescriptorPair pair;
  Op op;
  char buffer[8] = "";
  poller->submit_recv(op, pair.a, buffer, sizeof buffer);
  turn();
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    poller->abandon();
    poller.reset();
    _exit(op.results == std::vector<int>{-ECANCELED} ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  pair.write_b("abc");
  EXPECT_EQ(result_of(op), 3);
  EXPECT_STREQ(buffer, "abc");
}
