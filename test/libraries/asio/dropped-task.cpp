// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-dropped-task %t -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

#include <asio/experimental/as_tuple.hpp>
#include <exception>
#include <iostream>

asio::awaitable<void> child();
asio::awaitable<void> careless(asio::steady_timer &timer) { co_await timer.async_wait(asio::use_awaitable); }
asio::awaitable<void> careful(asio::steady_timer &timer) {
  try {
    co_await timer.async_wait(asio::use_awaitable);
  } catch (const std::exception &error) {
    std::cerr << error.what() << '\n';
  }
}
asio::awaitable<void> rethrows(asio::steady_timer &timer) {
  try {
    co_await timer.async_wait(asio::use_awaitable);
  } catch (const std::exception &) {
    throw;
  }
}

asio::awaitable<asio::ip::tcp::socket *> connected();
// The last operation tells; what it waits for first does not.
asio::awaitable<void> half() {
  char data[8];
  auto [error, size] =
      co_await (co_await connected())->async_read_some(asio::buffer(data), asio::experimental::as_tuple(asio::use_awaitable));
}

void detached_bad(asio::io_context &context, asio::steady_timer &timer) {
  asio::co_spawn(context, careless(timer), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: nobody sees the outcome of 'careless'; an exception in it is lost [async-dropped-task]
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: give it a handler, or catch its errors in it
  asio::co_spawn(context, child(), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: nobody sees the outcome of 'child'
  asio::co_spawn(context.get_executor(), rethrows(timer), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: nobody sees the outcome of 'rethrows'
  asio::co_spawn(context, [&]() -> asio::awaitable<void> { co_await child(); }, asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: nobody sees the outcome of a lambda
  asio::co_spawn(context, half(), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: nobody sees the outcome of 'half'
  context.run();
}

// It catches its errors itself, or cannot fail.
asio::awaitable<void> harmless() { co_return; }
// Its operations give their errors as values.
asio::awaitable<void> tells(asio::ip::tcp::socket socket) {
  char data[1024];
  for (;;) {
    auto [error, size] = co_await socket.async_read_some(asio::buffer(data), asio::experimental::as_tuple(asio::use_awaitable));
    if (error || size == 0)
      break;
  }
}
void careful_ok(asio::io_context &context, asio::steady_timer &timer) {
  asio::co_spawn(context, careful(timer), asio::detached);
  asio::co_spawn(context, harmless(), asio::detached);
  asio::co_spawn(context, tells(asio::ip::tcp::socket(context)), asio::detached);
  context.run();
}
// A handler, a future or the caller sees it.
asio::awaitable<void> seen_ok(asio::io_context &context) {
  asio::co_spawn(context, child(), [](std::exception_ptr error) {
    if (error)
      std::rethrow_exception(error);
  });
  auto future = asio::co_spawn(context, child(), asio::use_future);
  co_await asio::co_spawn(context, child(), asio::use_awaitable);
}
