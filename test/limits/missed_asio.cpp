// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s "async-*" %t --silent -- -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
// REQUIRES: asio
//
// What the analysis cannot see in programs on Asio; the numbers are those of docs/limits.md.
#include <asio.hpp>

#include <memory>
#include <thread>
#include <utility>

// 19. One step of a context counts as running it to its end.
void missed_alarm_one_step() {
  asio::io_context context;
  asio::post(context, [] {});
  asio::post(context, [] {});
  context.poll_one();
}

// 19. An operation that is started and never run: only posted and spawned work counts.
void missed_alarm_operation_never_run() {
  asio::io_context context;
  asio::steady_timer timer(context);
  timer.async_wait([](auto) {});
}

// 20. Starting an operation from another thread: cancelling, closing and setting a time count, starting does not.
void missed_alarm_operation_of_another_thread(asio::io_context &context, asio::steady_timer &timer) {
  std::thread thread([&] { timer.async_wait([](auto) {}); });
  context.run();
  thread.join();
}

// 26. What a started object refers to: the room dies with the coroutine when accepting fails, and the sessions go on.
struct Room {
  int messages = 0;
};
struct Session : std::enable_shared_from_this<Session> {
  asio::ip::tcp::socket socket;
  Room &room;
  char data[64];
  Session(asio::ip::tcp::socket accepted, Room &of) : socket(std::move(accepted)), room(of) {}
  void start() {
    socket.async_read_some(asio::buffer(data), [self = shared_from_this()](asio::error_code, std::size_t) { ++self->room.messages; });
  }
};
asio::awaitable<void> missed_alarm_room(asio::ip::tcp::acceptor acceptor) {
  Room room;
  for (;;)
    std::make_shared<Session>(co_await acceptor.async_accept(asio::use_awaitable), room)->start();
}
