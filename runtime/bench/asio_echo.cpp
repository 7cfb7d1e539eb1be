// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Echo with Boost.Asio's coroutines.
#include <array>
#include <boost/asio.hpp>

#include "echo.h"

namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<void> echo(tcp::socket socket) {
  auto buffer = std::make_unique<std::array<char, bench::chunk>>();
  try {
    for (;;) {
      const std::size_t size = co_await socket.async_read_some(asio::buffer(*buffer), use_awaitable);
      co_await asio::async_write(socket, asio::buffer(buffer->data(), size), use_awaitable);
    }
  } catch (const boost::system::system_error&) {  // the client has gone
  }
}

awaitable<void> serve(tcp::acceptor acceptor) {
  auto executor = co_await asio::this_coro::executor;
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(executor, echo(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main() {
  asio::io_context context(1);
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  bench::announce(acceptor.local_endpoint().port());
  asio::co_spawn(context, serve(std::move(acceptor)), asio::detached);
  context.run();
}
