// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `./dev bench` measures one unit with: an echo server on Boost.Asio's
// coroutines, an ordinary program of the heaviest headers this project's users
// include.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstdio>
#include <exception>

namespace net = boost::asio;
using net::ip::tcp;

void report(std::exception_ptr Error) {
  if (Error)
    std::rethrow_exception(Error);
}

net::awaitable<void> echo(tcp::socket Socket) {
  char Data[1024];
  for (;;) {
    boost::system::error_code Error;
    const std::size_t Size = co_await Socket.async_read_some(
        net::buffer(Data), net::redirect_error(net::use_awaitable, Error));
    if (Error)
      co_return;
    co_await net::async_write(Socket, net::buffer(Data, Size),
                              net::use_awaitable);
  }
}

net::awaitable<void> tick(unsigned &Ticks) {
  net::steady_timer Timer(co_await net::this_coro::executor);
  for (;;) {
    Timer.expires_after(std::chrono::seconds(1));
    co_await Timer.async_wait(net::use_awaitable);
    ++Ticks;
  }
}

net::awaitable<void> listen(unsigned short Port) {
  auto Executor = co_await net::this_coro::executor;
  tcp::acceptor Acceptor(Executor, {tcp::v4(), Port});
  for (;;) {
    tcp::socket Socket = co_await Acceptor.async_accept(net::use_awaitable);
    net::co_spawn(Executor, echo(std::move(Socket)), report);
  }
}

int main() {
  try {
    net::io_context Context(1);
    net::signal_set Signals(Context, SIGINT, SIGTERM);
    Signals.async_wait([&](auto, auto) { Context.stop(); });
    unsigned Ticks = 0;
    net::co_spawn(Context, tick(Ticks), report);
    net::co_spawn(Context, listen(55555), report);
    Context.run();
    std::printf("%u seconds\n", Ticks);
  } catch (const std::exception &Error) {
    std::fprintf(stderr, "%s\n", Error.what());
    return 1;
  }
}
