// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-dangling-coroutine-argument %t
// REQUIRES: boost-asio
#include <boost/asio.hpp>

#include <string>
#include <string_view>
#include <utility>

boost::asio::awaitable<void> greet(std::string_view name);
boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);

void spawned_bad(boost::asio::io_context &context) {
  boost::asio::co_spawn(context, greet(std::string("you")), boost::asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: temporary dies before the coroutine of 'greet' that refers to it [async-dangling-coroutine-argument]
}
void lambda_bad(boost::asio::io_context &context, int x) {
  boost::asio::co_spawn(context, [x]() -> boost::asio::awaitable<void> { co_return (void)x; }(), boost::asio::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: lambda object dies before the coroutine of a lambda that refers to it
}
boost::asio::awaitable<void> returned_bad(boost::asio::io_context &context) {
  boost::asio::steady_timer timer(context);
  return timer.async_wait(boost::asio::use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'timer' dies before the coroutine of 'boost::asio::basic_waitable_timer::async_wait' that refers to it
}

// co_spawn keeps the lambda itself, and what is moved into a coroutine is its own.
void kept_ok(boost::asio::io_context &context, boost::asio::ip::tcp::socket socket, int x) {
  boost::asio::co_spawn(context, [x]() -> boost::asio::awaitable<void> { co_return (void)x; }, boost::asio::detached);
  boost::asio::co_spawn(context, serve(std::move(socket)), boost::asio::detached);
  boost::asio::co_spawn(context, greet("you"), boost::asio::detached);
}
// The context is run before the name dies.
void driven_ok(boost::asio::io_context &context) {
  std::string name = "you";
  boost::asio::co_spawn(context, greet(name), boost::asio::detached);
  context.run();
}
// Buffers are copied; what they point to is the caller's.
boost::asio::awaitable<void> buffers_ok(boost::asio::ip::tcp::socket &socket, char (&data)[8]) {
  auto reading = socket.async_read_some(boost::asio::buffer(data), boost::asio::use_awaitable);
  co_await std::move(reading);
}
// What an operation takes by a forwarding reference it copies: the prompt lives in its frame.
template <class Token>
auto ask(std::string prompt, Token &&token) {
  return boost::asio::async_initiate<Token, void(std::string)>([](auto handler, std::string asked) { std::move(handler)(asked + "?"); }, token, prompt);
}
boost::asio::awaitable<void> forwarded_ok() {
  std::string answer = co_await ask("name", boost::asio::use_awaitable);
}
