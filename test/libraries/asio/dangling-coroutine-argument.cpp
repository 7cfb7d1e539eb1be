// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-dangling-coroutine-argument %t -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
#include <asio.hpp>

#include <string>
#include <string_view>
#include <utility>

asio::awaitable<void> greet(std::string_view name);
asio::awaitable<void> serve(asio::ip::tcp::socket socket);

void spawned_bad(asio::io_context &context) {
  asio::co_spawn(context, greet(std::string("you")), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: temporary dies before the coroutine of 'greet' that refers to it [async-dangling-coroutine-argument]
}
void lambda_bad(asio::io_context &context, int x) {
  asio::co_spawn(context, [x]() -> asio::awaitable<void> { co_return (void)x; }(), asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: lambda object dies before the coroutine of a lambda that refers to it
}
asio::awaitable<void> returned_bad(asio::io_context &context) {
  asio::steady_timer timer(context);
  return timer.async_wait(asio::use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'timer' dies before the coroutine of 'asio::basic_waitable_timer::async_wait' that refers to it
}

// co_spawn keeps the lambda itself, and what is moved into a coroutine is its own.
void kept_ok(asio::io_context &context, asio::ip::tcp::socket socket, int x) {
  asio::co_spawn(context, [x]() -> asio::awaitable<void> { co_return (void)x; }, asio::detached);
  asio::co_spawn(context, serve(std::move(socket)), asio::detached);
  asio::co_spawn(context, greet("you"), asio::detached);
}
// The context is run before the name dies.
void driven_ok(asio::io_context &context) {
  std::string name = "you";
  asio::co_spawn(context, greet(name), asio::detached);
  context.run();
}
// Buffers are copied; what they point to is the caller's.
asio::awaitable<void> buffers_ok(asio::ip::tcp::socket &socket, char (&data)[8]) {
  auto reading = socket.async_read_some(asio::buffer(data), asio::use_awaitable);
  co_await std::move(reading);
}
// What an operation takes by a forwarding reference it copies: the prompt lives in its frame.
template <class Token>
auto ask(std::string prompt, Token &&token) {
  return asio::async_initiate<Token, void(std::string)>([](auto handler, std::string asked) { std::move(handler)(asked + "?"); }, token, prompt);
}
asio::awaitable<void> forwarded_ok() {
  std::string answer = co_await ask("name", asio::use_awaitable);
}
