// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What StreamReader gives, after CPython's test_streams.py, on each way a backend may work.
#include "net.h"

using namespace aio_test;

namespace {

class StreamsReader : public testing::TestWithParam<Way> {
 protected:
  template <class F>
  void run(F&& make) {
    run_on(GetParam(), std::forward<F>(make));
  }
};
INSTANTIATE_TEST_SUITE_P(, StreamsReader, testing::Values(Way::edges, Way::levels, Way::completions), name_of);

TEST_P(StreamsReader, ReadGivesWhatIsThereAndNoMoreThanAsked) {
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.send("hello world");
    EXPECT_EQ(co_await pair.reader.read(5), "hello");
    EXPECT_EQ(co_await pair.reader.read(100), " world");
    EXPECT_EQ(co_await pair.reader.read(0), "");
    EXPECT_FALSE(pair.reader.at_eof());
  });
}

TEST_P(StreamsReader, ReadWaitsForTheFirstByte) {
  run([]() -> aio::Coro<> {
    Pair pair;
    auto read = aio::create_task(pair.reader.read(100));
    for (int i = 0; i < 5; ++i) co_await aio::yield_now();
    EXPECT_FALSE(read.done());
    pair.send("late");
    EXPECT_EQ(co_await read, "late");
  });
}

TEST_P(StreamsReader, ReadAtTheEndGivesNothingAgainAndAgain) {
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.send("last words");
    pair.hang_up();
    EXPECT_EQ(co_await pair.reader.read(100), "last words");
    EXPECT_EQ(co_await pair.reader.read(100), "");
    EXPECT_TRUE(pair.reader.at_eof());
    EXPECT_EQ(co_await pair.reader.read(100), "");
    EXPECT_EQ(co_await pair.reader.read(), "");
  });
}

TEST_P(StreamsReader, ReadWithoutACountGivesEverythingUpToTheEnd) {
  run([]() -> aio::Coro<> {
    Pair pair;
    auto all = aio::create_task(pair.reader.read());
    std::string sent;
    for (int i = 0; i < 40; ++i) {
      const std::string part(5000, static_cast<char>('a' + i % 26));
      pair.send(part);
      sent += part;
      co_await aio::sleep(1us);
    }
    pair.hang_up();
    EXPECT_EQ(co_await all, sent);
  });
}

TEST_P(StreamsReader, ReadexactlyCollectsAcrossPieces) {
  run([]() -> aio::Coro<> {
    Pair pair;
    auto read = aio::create_task(pair.reader.readexactly(6));
    for (const char* part : {"ab", "cd", "efgh"}) {
      pair.send(part);
      co_await aio::sleep(1us);
    }
    EXPECT_EQ(co_await read, "abcdef");
    EXPECT_EQ(co_await pair.reader.readexactly(2), "gh");
    EXPECT_EQ(co_await pair.reader.readexactly(0), "");
  });
}

TEST_P(StreamsReader, ReadexactlyMayAskForMoreThanTheLimit) {
  run([]() -> aio::Coro<> {
    Pair pair({.limit = 16});
    const std::string sent(100'000, 'x');
    pair.send(sent);
    EXPECT_EQ(co_await pair.reader.readexactly(sent.size()), sent);
  });
}

TEST_P(StreamsReader, ReadexactlyThrowsIncompleteReadErrorWithWhatWasThere) {
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.send("abc");
    pair.hang_up();
    try {
      (void)co_await pair.reader.readexactly(5);
      ADD_FAILURE() << "nothing was thrown";
    } catch (const aio::IncompleteReadError& error) {
      EXPECT_EQ(error.partial, "abc");
      EXPECT_EQ(error.expected, 5u);
      EXPECT_STREQ(error.what(), "3 bytes read on a total of 5 expected bytes");
    }
    EXPECT_EQ(co_await pair.reader.read(10), "");
  });
}

TEST_P(StreamsReader, ReaduntilFindsSeparatorsThatArriveInPieces) {
  run([]() -> aio::Coro<> {
    Pair pair;
    auto read = aio::create_task(pair.reader.readuntil("<end>"));
    for (const char* part : {"data<", "en", "d>rest"}) {
      pair.send(part);
      co_await aio::sleep(1us);
    }
    EXPECT_EQ(co_await read, "data<end>");
    EXPECT_EQ(co_await pair.reader.read(10), "rest");
  });
}

TEST_P(StreamsReader, ReaduntilThrowsLimitOverrunErrorAndKeepsTheData) {
  run([]() -> aio::Coro<> {
    Pair pair({.limit = 4});
    pair.send("0123456789\nnext");
    try {
      (void)co_await pair.reader.readuntil("\n");
      ADD_FAILURE() << "nothing was thrown";
    } catch (const aio::LimitOverrunError& error) {
      EXPECT_STREQ(error.what(), "Separator is found, but chunk is longer than limit");
      EXPECT_EQ(error.consumed, 10u);
    }
    try {
      (void)co_await pair.reader.readuntil("#");
      ADD_FAILURE() << "nothing was thrown";
    } catch (const aio::LimitOverrunError& error) {
      EXPECT_STREQ(error.what(), "Separator is not found, and chunk exceed the limit");
      EXPECT_EQ(error.consumed, 15u);
    }
    EXPECT_EQ(co_await pair.reader.read(100), "0123456789\nnext");
  });
}

TEST_P(StreamsReader, ReaduntilThrowsIncompleteReadErrorAtTheEnd) {
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.send("no separator");
    pair.hang_up();
    try {
      (void)co_await pair.reader.readuntil("\n");
      ADD_FAILURE() << "nothing was thrown";
    } catch (const aio::IncompleteReadError& error) {
      EXPECT_EQ(error.partial, "no separator");
      EXPECT_EQ(error.expected, std::nullopt);
    }
  });
}

TEST_P(StreamsReader, ReaduntilRefusesAnEmptySeparator) {
  run([]() -> aio::Coro<> {
    Pair pair;
    try {
      (void)co_await pair.reader.readuntil("");
      ADD_FAILURE() << "nothing was thrown";
    } catch (const aio::ValueError& error) {
      EXPECT_STREQ(error.what(), "Separator should be at least one-byte string");
    }
  });
}

TEST_P(StreamsReader, ReadlineGivesLinesAndTheLastOneWithoutItsEnd) {
  run([]() -> aio::Coro<> {
    Pair pair;
    pair.send("one\n\ntwo");
    pair.hang_up();
    EXPECT_EQ(co_await pair.reader.readline(), "one\n");
    EXPECT_EQ(co_await pair.reader.readline(), "\n");
    EXPECT_EQ(co_await pair.reader.readline(), "two");
    EXPECT_EQ(co_await pair.reader.readline(), "");
    EXPECT_TRUE(pair.reader.at_eof());
  });
}

TEST_P(StreamsReader, ReadlineDropsALineBeyondTheLimitAndGoesOnWithTheNext) {
  run([]() -> aio::Coro<> {
    Pair pair({.limit = 3});
    pair.send("too long\nok\n");
    try {
      (void)co_await pair.reader.readline();
      ADD_FAILURE() << "nothing was thrown";
    } catch (const aio::ValueError& error) {
      EXPECT_STREQ(error.what(), "Separator is found, but chunk is longer than limit");
    }
    EXPECT_EQ(co_await pair.reader.readline(), "ok\n");
  });
}

TEST_P(StreamsReader, ASecondReaderIsRefusedAndTheFirstGoesOn) {
  run([]() -> aio::Coro<> {
    Pair pair;
    auto first = aio::create_task(pair.reader.read(10));
    co_await aio::yield_now();
    try {
      (void)co_await pair.reader.readline();
      ADD_FAILURE() << "nothing was thrown";
    } catch (const aio::RuntimeError& error) {
      EXPECT_STREQ(error.what(), "readline() called while another coroutine is already waiting for incoming data");
    }
    pair.send("mine");
    EXPECT_EQ(co_await first, "mine");
  });
}

TEST_P(StreamsReader, ACancelledReadLosesNothing) {
  run([]() -> aio::Coro<> {
    Pair pair;
    for (int i = 0; i < 3; ++i) {
      auto read = aio::create_task(pair.reader.read(100));
      co_await aio::sleep(1us);
      if (i == 2) pair.send("kept");
      read.cancel();
      try {
        (void)co_await read;
        ADD_FAILURE() << "not cancelled";
      } catch (const aio::CancelledError&) {
      }
    }
    EXPECT_EQ(co_await pair.reader.read(100), "kept");
  });
}

TEST_P(StreamsReader, ACancelledReadexactlyLeavesWhatItHadCollected) {
  run([]() -> aio::Coro<> {
    Pair pair;
    auto read = aio::create_task(pair.reader.readexactly(100));
    pair.send("part");
    co_await aio::sleep(1us);
    read.cancel();
    try {
      (void)co_await read;
    } catch (const aio::CancelledError&) {
    }
    pair.send("s");
    EXPECT_EQ(co_await pair.reader.readexactly(5), "parts");
  });
}

TEST_P(StreamsReader, CopiesReadTheSameConnection) {
  run([]() -> aio::Coro<> {
    Pair pair;
    aio::StreamReader copy = pair.reader;
    pair.send("ab");
    EXPECT_EQ(co_await copy.read(1), "a");
    EXPECT_EQ(co_await pair.reader.read(1), "b");
  });
}

TEST_P(StreamsReader, AReadOutlivesTheHandlesItWasStartedWith) {
  run([]() -> aio::Coro<> {
    auto pair = std::make_unique<Pair>();
    const int peer = ::dup(pair->peer);
    auto read = aio::create_task(pair->reader.read(10));
    pair.reset();
    co_await aio::yield_now();
    EXPECT_EQ(::send(peer, "still", 5, MSG_NOSIGNAL), 5);
    EXPECT_EQ(co_await read, "still");
    ::close(peer);
  });
}

TEST_P(StreamsReader, AFastPeerDoesNotStarveOtherTasks) {
  run([]() -> aio::Coro<> {
    Pair pair;
    int turns = 0;
    auto other = aio::create_task([](int& count) -> aio::Coro<> {
      for (;;) {
        ++count;
        co_await aio::yield_now();
      }
    }(turns));
    std::size_t received = 0;
    for (int i = 0; i < 200; ++i) {
      pair.send(std::string(64 * 1024, 'x'));
      received += (co_await pair.reader.readexactly(64 * 1024)).size();
    }
    EXPECT_EQ(received, 200u * 64 * 1024);
    EXPECT_GT(turns, 5);
    other.cancel();
  });
}

TEST_P(StreamsReader, BigReadsAndLittleOnesGiveWhatWasSent) {
  run([]() -> aio::Coro<> {
    Pair pair;
    char letter = 'a';
    for (const std::size_t size : {65536u, 65536u, 10u, 20000u, 65536u, 15000u, 1u, 1u}) {
      const std::string sent(size, letter++);
      pair.send(sent);
      std::string got;
      while (got.size() < size) {
        const std::string part = co_await pair.reader.read(65536);
        EXPECT_LE(part.capacity(), std::max<std::size_t>(16 * 1024, 4 * part.size()));  // no room is wasted
        got += part;
      }
      EXPECT_TRUE(got == sent) << size;
    }
    pair.hang_up();
    EXPECT_EQ(co_await pair.reader.read(65536), "");
  });
}

TEST_P(StreamsReader, PipesAreStreamsToo) {
  run([]() -> aio::Coro<> {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::logic_error("pipe2");
    aio::detail::LoopState& loop = aio::get_running_loop().state();
    aio::Connection in = aio::detail::adopt_descriptor(loop, ends[0]);
    aio::Connection out = aio::detail::adopt_descriptor(loop, ends[1]);
    out.writer.write("through the pipe\n");
    out.writer.write_eof();
    EXPECT_EQ(co_await in.reader.read(), "through the pipe\n");
  });
}

}  // namespace
