// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Servers and the connections to them, on TCP and Unix sockets.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "net.h"

using namespace aio_test;

namespace {

class StreamsServer : public testing::TestWithParam<Way> {
 protected:
  template <class F>
  void run(F&& make) {
    const int before = open_descriptors();
    run_on(GetParam(), std::forward<F>(make));
    EXPECT_EQ(open_descriptors(), before);
  }
};
INSTANTIATE_TEST_SUITE_P(, StreamsServer, testing::Values(Way::edges, Way::levels, Way::completions), name_of);

aio::Coro<> echo(aio::StreamReader reader, aio::StreamWriter writer) {
  for (;;) {
    const std::string data = co_await reader.read(65536);
    if (data.empty()) break;
    writer.write(data);
    co_await writer.drain();
  }
}

aio::Coro<> hold(aio::StreamReader reader, aio::StreamWriter) { (void)co_await reader.read(1); }

std::string temporary_path() {
  static int number = 0;
  return testing::TempDir() + "aio-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".sock";
}

/// Asks for the descriptor to be reset, not ended, when it is closed.
void reset(int fd) {
  const linger now{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(fd);
}
int raw_connection(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::logic_error("connect");
  return fd;
}

TEST_P(StreamsServer, EchoesOverTcp) {
  run([]() -> aio::Coro<> {
    aio::Server server = co_await aio::start_server(echo, "127.0.0.1", 0);
    EXPECT_TRUE(server.is_serving());
    EXPECT_EQ(server.sockname(), "127.0.0.1:" + std::to_string(server.port()));
    aio::Connection client = co_await aio::open_connection("127.0.0.1", server.port());
    EXPECT_EQ(client.writer.peername(), server.sockname());
    for (const std::size_t size : {1, 1000, 300'000}) {
      const std::string sent(size, 'x');
      client.writer.write(sent);
      EXPECT_EQ(co_await client.reader.readexactly(size), sent);
    }
    client.writer.write_eof();
    EXPECT_EQ(co_await client.reader.read(), "");
    client.writer.close();
    co_await client.writer.wait_closed();
    server.close();
    co_await server.wait_closed();
    EXPECT_FALSE(server.is_serving());
    EXPECT_EQ(server.port(), 0);
    EXPECT_EQ(co_await error_of(aio::open_connection("127.0.0.1", 1)), "ECONNREFUSED");
  });
}

TEST_P(StreamsServer, EchoesOverAUnixSocketAndRemovesItsPath) {
  run([]() -> aio::Coro<> {
    const std::string path = temporary_path();
    aio::Server server = co_await aio::start_unix_server(echo, path);
    aio::Connection client = co_await aio::open_unix_connection(path);
    EXPECT_EQ(client.writer.peername(), path);
    client.writer.write("hello\n");
    EXPECT_EQ(co_await client.reader.readline(), "hello\n");
    server.close();
    struct stat status{};
    EXPECT_NE(::stat(path.c_str(), &status), 0);
    client.writer.close();
    co_await server.wait_closed();
    EXPECT_EQ(co_await error_of(aio::open_unix_connection(path)), "ENOENT");
  });
}

TEST_P(StreamsServer, AUnixServerReplacesASocketThatIsLeftOver) {
  run([]() -> aio::Coro<> {
    const std::string path = temporary_path();
    aio::Server first = co_await aio::start_unix_server(echo, path);
    aio::Server second = co_await aio::start_unix_server(echo, path);
    first.close();  // the path is the second one's now
    aio::Connection client = co_await aio::open_unix_connection(path);
    client.writer.write("x");
    EXPECT_EQ(co_await client.reader.read(1), "x");
  });
}

TEST_P(StreamsServer, AbstractUnixSocketsWork) {
  run([]() -> aio::Coro<> {
    const std::string path = std::string(1, '\0') + "aio-test-" + std::to_string(::getpid());
    aio::Server server = co_await aio::start_unix_server(echo, path);
    aio::Connection client = co_await aio::open_unix_connection(path);
    client.writer.write("x");
    EXPECT_EQ(co_await client.reader.read(1), "x");
  });
}

TEST_P(StreamsServer, NamesAreResolvedAndAllAddressesShareOnePort) {
  run([]() -> aio::Coro<> {
    aio::Server server = co_await aio::start_server(echo, "", 0);
    aio::Connection client = co_await aio::open_connection("localhost", server.port());
    client.writer.write("x");
    EXPECT_EQ(co_await client.reader.read(1), "x");
  });
}

TEST_P(StreamsServer, ErrorsNameTheAddress) {
  run([]() -> aio::Coro<> {
    aio::Server server = co_await aio::start_server(echo, "127.0.0.1", 0);
    const std::string name = server.sockname();
    try {
      (void)co_await aio::start_server(echo, "127.0.0.1", server.port());
      ADD_FAILURE() << "nothing was thrown";
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.what(), "cannot listen on " + name + ": Address already in use");
    }
    const std::uint16_t port = server.port();
    server.close();
    co_await server.wait_closed();
    try {
      (void)co_await aio::open_connection("127.0.0.1", port);
      ADD_FAILURE() << "nothing was thrown";
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.what(), "cannot connect to " + name + ": Connection refused");
    }
    EXPECT_THROW((void)co_await aio::open_unix_connection(""), aio::ValueError);
    EXPECT_THROW((void)co_await aio::open_unix_connection(std::string(200, 'x')), aio::ValueError);
    const aio::StreamOptions none{.limit = 0};
    EXPECT_THROW((void)co_await aio::open_connection("127.0.0.1", port, none), aio::ValueError);
  });
}

TEST_P(StreamsServer, ManyClientsAtOnce) {
  run([]() -> aio::Coro<> {
    aio::Server server = co_await aio::start_server(echo, "127.0.0.1", 0);
    auto talk = [](std::uint16_t port, int number) -> aio::Coro<> {
      aio::Connection client = co_await aio::open_connection("127.0.0.1", port);
      for (int i = 0; i < 10; ++i) {
        const std::string line = std::to_string(number) + ":" + std::to_string(i) + "\n";
        client.writer.write(line);
        EXPECT_EQ(co_await client.reader.readline(), line);
      }
    };
    std::vector<aio::Task<>> clients;
    for (int i = 0; i < 100; ++i) clients.push_back(aio::create_task(talk(server.port(), i)));
    co_await aio::gather_all(std::move(clients));
  });
}

TEST_P(StreamsServer, AThrowingClientCallbackIsReportedAndTheServerGoesOn) {
  run([]() -> aio::Coro<> {
    std::vector<std::string> reports;
    aio::get_running_loop().set_exception_handler([&](aio::EventLoop&, const aio::ErrorContext& context) {
      reports.push_back(context.message + ": " + message_of<Boom>([&] {
                          std::rethrow_exception(context.exception);
                          return 0;
                        }));
    });
    int calls = 0;
    auto on_client = [&calls](aio::StreamReader reader, aio::StreamWriter writer) -> aio::Coro<> {
      if (++calls == 1) throw Boom("first client");
      co_await echo(std::move(reader), std::move(writer));
    };
    aio::Server server = co_await aio::start_server(on_client, "127.0.0.1", 0);
    aio::Connection first = co_await aio::open_connection("127.0.0.1", server.port());
    EXPECT_EQ(co_await first.reader.read(1), "");
    aio::Connection second = co_await aio::open_connection("127.0.0.1", server.port());
    second.writer.write("x");
    EXPECT_EQ(co_await second.reader.read(1), "x");
    EXPECT_EQ(reports, std::vector<std::string>{"Unhandled exception in client_connected_cb: first client"});
  });
}

TEST_P(StreamsServer, CloseLeavesConnectionsAndWaitClosedWaitsForThem) {
  run([]() -> aio::Coro<> {
    aio::Server server = co_await aio::start_server(echo, "127.0.0.1", 0);
    aio::Connection client = co_await aio::open_connection("127.0.0.1", server.port());
    client.writer.write("x");
    EXPECT_EQ(co_await client.reader.read(1), "x");
    server.close();
    server.close();
    auto closed = aio::create_task(server.wait_closed());
    for (int i = 0; i < 5; ++i) co_await aio::sleep(1us);
    EXPECT_FALSE(closed.done());
    client.writer.write("y");
    EXPECT_EQ(co_await client.reader.read(1), "y");
    client.writer.close();
    co_await closed;
  });
}

TEST_P(StreamsServer, ServeForeverEndsWithCancellationAndClosesEverything) {
  run([]() -> aio::Coro<> {
    aio::ServerOptions later;
    later.start_serving = false;
    aio::Server server = co_await aio::start_server(hold, "127.0.0.1", 0, later);
    EXPECT_FALSE(server.is_serving());
    auto serving = aio::create_task(server.serve_forever());
    co_await aio::yield_now();
    EXPECT_TRUE(server.is_serving());
    EXPECT_THROW(co_await server.serve_forever(), aio::RuntimeError);
    aio::Connection client = co_await aio::open_connection("127.0.0.1", server.port());
    co_await aio::sleep(1us);
    serving.cancel();
    EXPECT_THROW(co_await serving, aio::CancelledError);
    EXPECT_TRUE(serving.cancelled());
    EXPECT_FALSE(server.is_serving());
    EXPECT_EQ(co_await client.reader.read(1), "");
    EXPECT_THROW(co_await server.serve_forever(), aio::RuntimeError);
  });
}

TEST_P(StreamsServer, CloseEndsServeForever) {
  run([]() -> aio::Coro<> {
    aio::Server server = co_await aio::start_server(echo, "127.0.0.1", 0);
    auto serving = aio::create_task(server.serve_forever());
    co_await aio::yield_now();
    server.close();
    EXPECT_THROW(co_await serving, aio::CancelledError);
  });
}

TEST_P(StreamsServer, CloseClientsSendsWhatWasWrittenAndAbortClientsDoesNot) {
  run([]() -> aio::Coro<> {
    static constexpr std::size_t size = 8 << 20;
    auto flood = [](aio::StreamReader, aio::StreamWriter writer) -> aio::Coro<> {
      writer.write(std::string(size, 'x'));
      co_await writer.wait_closed();
    };
    for (const bool abort : {false, true}) {
      aio::Server server = co_await aio::start_server(flood, "127.0.0.1", 0);
      aio::Connection client = co_await aio::open_connection("127.0.0.1", server.port());
      std::string received = co_await client.reader.readexactly(1);
      server.close();
      abort ? server.abort_clients() : server.close_clients();
      received += co_await client.reader.read();
      if (abort)
        EXPECT_LT(received.size(), size);
      else
        EXPECT_EQ(received.size(), size);
      co_await server.wait_closed();
    }
  });
}

TEST_P(StreamsServer, TheLastHandleStopsListening) {
  run([]() -> aio::Coro<> {
    std::optional<aio::Server> server;
    server = co_await aio::start_server(echo, "127.0.0.1", 0);
    const std::uint16_t port = server->port();
    server.reset();
    co_await aio::sleep(1us);
    EXPECT_EQ(co_await error_of(aio::open_connection("127.0.0.1", port)), "ECONNREFUSED");
  });
}

TEST_P(StreamsServer, ACancelledConnectIsGivenUp) {
  run([]() -> aio::Coro<> {
    // Nobody accepts, and the backlog is full: the connect hangs.
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listener, 0);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    const std::uint16_t port = ntohs(address.sin_port);
    std::vector<aio::Task<aio::Connection>> attempts;
    for (int i = 0; i < 4; ++i) attempts.push_back(aio::create_task(aio::open_connection("127.0.0.1", port)));
    for (int i = 0; i < 10; ++i) co_await aio::sleep(1us);
    EXPECT_FALSE(attempts.back().done());
    attempts.back().cancel();
    try {
      (void)co_await attempts.back();
      ADD_FAILURE() << "not cancelled";
    } catch (const aio::CancelledError&) {
    }
    ::close(listener);
  });
}

TEST_P(StreamsServer, APeerThatVanishesWithDataPendingIsAnErrorNotAHang) {
  run([]() -> aio::Coro<> {
    aio::Event done;
    std::string read_error, drain_error;
    auto on_client = [&](aio::StreamReader reader, aio::StreamWriter writer) -> aio::Coro<> {
      writer.write(std::string(8 << 20, 'x'));
      drain_error = co_await error_of(writer.drain());
      read_error = co_await error_of(reader.read(1));
      done.set();
    };
    aio::Server server = co_await aio::start_server(on_client, "127.0.0.1", 0);
    const int fd = raw_connection(server.port());
    co_await aio::sleep(1us);
    reset(fd);
    co_await done.wait();
    EXPECT_TRUE(drain_error == "ECONNRESET" || drain_error == "EPIPE") << drain_error;
    EXPECT_EQ(read_error, drain_error);
  });
}

TEST_P(StreamsServer, AResetReachesTheReader) {
  run([]() -> aio::Coro<> {
    aio::Event done;
    std::string error;
    auto on_client = [&](aio::StreamReader reader, aio::StreamWriter) -> aio::Coro<> {
      error = co_await error_of(reader.read(1));
      done.set();
    };
    aio::Server server = co_await aio::start_server(on_client, "127.0.0.1", 0);
    reset(raw_connection(server.port()));
    co_await done.wait();
    EXPECT_EQ(error, "ECONNRESET");
  });
}

TEST_P(StreamsServer, AcceptPausesForASecondWhenDescriptorsRunOut) {
  if (GetParam() == Way::edges) GTEST_SKIP() << "needs a clock that can be put forward; listeners are level-triggered";
  auto poller = std::make_unique<PollPoller>(GetParam() == Way::completions);
  PollPoller& clock = *poller;
  aio::EventLoop loop(std::move(poller));
  loop.run_until_complete([](PollPoller& time) -> aio::Coro<> {
    std::vector<std::string> reports;
    aio::get_running_loop().set_exception_handler(
        [&](aio::EventLoop&, const aio::ErrorContext& context) { reports.push_back(context.message); });
    aio::Server server = co_await aio::start_server(echo, "127.0.0.1", 0);
    const int client = raw_connection(server.port());
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    const int lowest_free = ::dup(client);
    ::close(lowest_free);
    const rlimit none{static_cast<rlim_t>(lowest_free), before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
    for (int i = 0; i < 10; ++i) co_await aio::sleep(1us);
    ::setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_EQ(reports, std::vector<std::string>{"socket.accept() out of system resource"});
    EXPECT_EQ(::send(client, "x", 1, MSG_NOSIGNAL), 1);
    for (int i = 0; i < 10; ++i) co_await aio::sleep(1us);
    char byte = 0;
    EXPECT_EQ(::recv(client, &byte, 1, MSG_DONTWAIT), -1);  // still paused
    time.advance(1s);
    for (int i = 0; i < 1000 && ::recv(client, &byte, 1, MSG_DONTWAIT) != 1; ++i) co_await aio::sleep(1us);
    EXPECT_EQ(byte, 'x');
    EXPECT_EQ(reports.size(), 1u);
    ::close(client);
  }(clock));
  aio::drain(loop);
  loop.close();
}

TEST_P(StreamsServer, SignalsDoNotDisturbTransfers) {
  struct sigaction before{}, quiet{};
  quiet.sa_handler = [](int) {};  // no SA_RESTART: system calls give EINTR
  ::sigaction(SIGUSR2, &quiet, &before);
  std::atomic<bool> stop{false};
  const pthread_t target = ::pthread_self();
  std::thread nuisance([&] {
    while (!stop) {
      ::pthread_kill(target, SIGUSR2);
      std::this_thread::yield();
    }
  });
  run_on(GetParam(), []() -> aio::Coro<> {
    aio::Server server = co_await aio::start_server(echo, "127.0.0.1", 0);
    aio::Connection client = co_await aio::open_connection("127.0.0.1", server.port());
    for (int i = 0; i < 50; ++i) {
      const std::string sent(50'000, 'x');
      client.writer.write(sent);
      EXPECT_EQ((co_await client.reader.readexactly(sent.size())).size(), sent.size());
    }
  });
  stop = true;
  nuisance.join();
  ::sigaction(SIGUSR2, &before, nullptr);
}

TEST_P(StreamsServer, ALoopThatClosesTakesItsServersAlong) {
  run([]() -> aio::Coro<> {
    static std::optional<aio::Server> kept;
    kept = co_await aio::start_server(hold, "127.0.0.1", 0);
    static std::optional<aio::Connection> client;
    client = co_await aio::open_connection("127.0.0.1", kept->port());
  });
}

}  // namespace
