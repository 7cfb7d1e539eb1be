// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What StreamWriter sends, and how connections end.
#include <csignal>

#include "net.h"

using namespace aio_test;

namespace {

class StreamsWriter : public testing::TestWithParam<Way> {
 protected:
  template <class F>
  void run(F&& make) {
    run_on(GetParam(), std::forward<F>(make));
  }
};
INSTANTIATE_TEST_SUITE_P(, StreamsWriter, testing::Values(Way::edges, Way::levels, Way::completions), name_of);

/// Reads at the other end until `size` bytes came.
aio::Coro<std::string> drain_peer(const Pair& pair, std::size_t size) {
  std::string all;
  while (all.size() < size) {
    std::string part = pair.receive();
    if (part == "<EAGAIN>")
      co_await aio::sleep(1us);
    else
      all += part;
  }
  co_return all;
}

TEST_P(StreamsWriter, WriteSendsInOrder) {
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.writer.write("one ");
    pair.writer.write("");
    pair.writer.write("two");
    co_await pair.writer.drain();
    EXPECT_EQ(co_await drain_peer(pair, 7), "one two");
  });
}

TEST_P(StreamsWriter, DrainWaitsAboveTheHighWaterMarkUntilTheLowOne) {
  run([]() -> aio::Coro<> {
    Pair pair;
    std::string sent;
    for (int i = 0; i < 64; ++i) {
      const std::string part(16 * 1024, static_cast<char>('a' + i % 26));
      pair.writer.write(part);
      sent += part;
    }
    auto drain = aio::create_task(pair.writer.drain());
    auto second = aio::create_task(pair.writer.drain());
    for (int i = 0; i < 10; ++i) co_await aio::sleep(1us);
    EXPECT_FALSE(drain.done());
    EXPECT_EQ(co_await drain_peer(pair, sent.size()), sent);
    co_await drain;
    co_await second;
  });
}

TEST_P(StreamsWriter, ACancelledDrainLosesNothing) {
  run([]() -> aio::Coro<> {
    Pair pair;
    const std::string sent(1 << 20, 'x');
    pair.writer.write(sent);
    auto drain = aio::create_task(pair.writer.drain());
    co_await aio::sleep(1us);
    drain.cancel();
    try {
      co_await drain;
      ADD_FAILURE() << "not cancelled";
    } catch (const aio::CancelledError&) {
    }
    EXPECT_EQ(co_await drain_peer(pair, sent.size()), sent);
  });
}

TEST_P(StreamsWriter, WriteEofEndsOneHalfOnly) {
  run([]() -> aio::Coro<> {
    Pair pair;
    const std::string sent(1 << 20, 'x');
    pair.writer.write(sent);
    pair.writer.write_eof();
    pair.writer.write_eof();
    try {
      pair.writer.write("too late");
      ADD_FAILURE() << "nothing was thrown";
    } catch (const aio::RuntimeError& error) {
      EXPECT_STREQ(error.what(), "Cannot call write() after write_eof()");
    }
    EXPECT_EQ((co_await drain_peer(pair, sent.size())).size(), sent.size());
    EXPECT_FALSE(pair.writer.is_closing());
    for (int i = 0; i < 3; ++i) co_await aio::sleep(1us);
    EXPECT_EQ(pair.receive(), "");
    pair.send("answer");
    EXPECT_EQ(co_await pair.reader.read(100), "answer");
  });
}

TEST_P(StreamsWriter, CloseSendsWhatWasWrittenFirst) {
  run([]() -> aio::Coro<> {
    Pair pair;
    const std::string sent(1 << 20, 'x');
    pair.writer.write(sent);
    pair.writer.close();
    pair.writer.close();
    EXPECT_TRUE(pair.writer.is_closing());
    auto closed = aio::create_task(pair.writer.wait_closed());
    co_await aio::yield_now();
    EXPECT_FALSE(closed.done());
    EXPECT_EQ((co_await drain_peer(pair, sent.size())).size(), sent.size());
    co_await closed;
    EXPECT_EQ(pair.receive(), "");
    co_await pair.writer.wait_closed();
  });
}

TEST_P(StreamsWriter, DroppingTheHandlesSendsWhatWasWrittenToo) {
  const int before = open_descriptors();
  run([]() -> aio::Coro<> {
    auto pair = std::make_unique<Pair>();
    Pair* raw = pair.get();
    const int peer = ::dup(raw->peer);
    raw->writer.write(std::string(1 << 20, 'x'));
    pair.reset();
    std::size_t received = 0;
    char buffer[65536];
    for (ssize_t count; (count = ::recv(peer, buffer, sizeof buffer, MSG_DONTWAIT)) != 0;) {
      if (count > 0) received += static_cast<std::size_t>(count);
      co_await aio::sleep(1us);
    }
    EXPECT_EQ(received, std::size_t{1} << 20);
    ::close(peer);
  });
  EXPECT_EQ(open_descriptors(), before);
}

TEST_P(StreamsWriter, AbortDropsWhatWasNotSent) {
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.writer.write(std::string(1 << 20, 'x'));
    pair.writer.abort();
    co_await pair.writer.wait_closed();
    std::size_t received = 0;
    for (std::string part; !(part = pair.receive()).empty();) received += part.size();
    EXPECT_LT(received, std::size_t{1} << 20);
  });
}

TEST_P(StreamsWriter, CloseEndsAWaitingRead) {
  run([]() -> aio::Coro<> {
    Pair pair;
    auto read = aio::create_task(pair.reader.read(10));
    co_await aio::sleep(1us);
    pair.writer.close();
    EXPECT_EQ(co_await read, "");
    EXPECT_TRUE(pair.reader.at_eof());
  });
}

TEST_P(StreamsWriter, ABrokenPipeIsToldByDrainAndWaitClosedWithoutASignal) {
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.hang_up();
    pair.writer.write("nobody reads this");
    for (int i = 0; i < 3; ++i) co_await aio::sleep(1us);
    EXPECT_EQ(co_await error_of(pair.writer.drain()), "EPIPE");
    EXPECT_EQ(co_await error_of(pair.writer.wait_closed()), "EPIPE");
    EXPECT_EQ(co_await error_of(pair.reader.read(10)), "EPIPE");
    EXPECT_TRUE(pair.writer.is_closing());
  });
}

TEST_P(StreamsWriter, ALostConnectionWakesWhoWaitsInDrain) {
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.writer.write(std::string(1 << 20, 'x'));
    auto drain = aio::create_task(error_of(pair.writer.drain()));
    co_await aio::sleep(1us);
    pair.hang_up();
    const std::string error = co_await drain;
    EXPECT_TRUE(error == "EPIPE" || error == "ECONNRESET") << error;
  });
}

TEST_P(StreamsWriter, DrainAfterCloseSaysConnectionLost) {
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.writer.close();
    co_await pair.writer.wait_closed();
    EXPECT_EQ(co_await error_of(pair.writer.drain()), "ECONNRESET");
  });
}

TEST_P(StreamsWriter, WritesToAClosedConnectionAreDroppedWithOneWarning) {
  WarningLog warnings;
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.writer.close();
    for (int i = 0; i < 20; ++i) pair.writer.write("x");
    co_await pair.writer.wait_closed();
  });
  EXPECT_EQ(warnings.count("the data is dropped"), 1) << warnings.all();
}

TEST_P(StreamsWriter, ALoopThatClosesTakesItsConnectionsAlong) {
  const int before = open_descriptors();
  std::optional<aio::Connection> kept;
  {
    auto loop = loop_of(GetParam());
    loop->run_until_complete([](std::optional<aio::Connection>& out) -> aio::Coro<> {
      Pair pair;
      pair.writer.write(std::string(1 << 20, 'x'));
      out = pair.stream;
      auto read = aio::create_task(pair.reader.read(10));
      co_await aio::sleep(1us);
      read.cancel();
      aio::create_task(error_of(pair.writer.drain())).detach();
      co_await aio::yield_now();
    }(kept));
    WarningLog warnings;
    loop->close();
  }
  EXPECT_EQ(open_descriptors(), before);
  EXPECT_TRUE(kept->writer.is_closing());
  kept->writer.close();
  EXPECT_EQ(kept->writer.peername(), "");
}

// S-42
TEST_P(StreamsWriter, AddReaderRefusesADescriptorThatAStreamOwns) {
  run([]() -> aio::Coro<> {
    int fds[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) throw std::logic_error("socketpair");
    aio::EventLoop& loop = aio::get_running_loop();
    aio::Connection stream = aio::detail::adopt_descriptor(loop.state(), fds[0]);
    const std::string used = "File descriptor " + std::to_string(fds[0]) + " is used by a stream or a server";
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return loop.add_reader(fds[0], [] {}), 0; }), used);
    EXPECT_EQ(message_of<aio::RuntimeError>([&] { return loop.add_writer(fds[0], [] {}), 0; }), used);
    EXPECT_FALSE(loop.remove_reader(fds[0]));
    stream.writer.close();
    co_await stream.writer.wait_closed();
    ::close(fds[1]);
  });
}

}  // namespace
