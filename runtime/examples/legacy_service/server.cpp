// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "server.h"

#include <iostream>
#include <utility>

#include "protocol.h"

namespace legacy {

Server::Server(aio::EventLoop& loop, Store& store, Metrics& metrics) : loop_(loop), store_(store), metrics_(metrics) {}

std::uint16_t Server::listen(std::uint16_t port) {
  listener_ = listen_on(port);
  loop_.add_reader(listener_.fd(), [this] { accept_all(); });
  return port_of(listener_);
}

void Server::stop() {
  if (!listener_) return;
  loop_.remove_reader(listener_.fd());
  listener_.close();
}

void Server::accept_all() {
  std::erase_if(clients_, [](const aio::Task<>& client) { return client.done(); });
  while (Socket client = accept_from(listener_))
    clients_.push_back(loop_.create_task(serve(Connection(std::move(client)))));
}

aio::Coro<> Server::serve(Connection connection) {
  for (;;) {
    auto line = co_await connection.read_line();
    if (!line || *line == "QUIT") break;
    std::string reply;
    try {
      reply = co_await answer(std::move(*line));
    } catch (const std::exception& failure) {
      std::cerr << "server: request failed: " << failure.what() << '\n';
      reply = error("internal");
    }
    co_await connection.write_line(std::move(reply));
  }
  co_await connection.write_line(bye());
}

aio::Coro<std::string> Server::answer(std::string line) {
  metrics_.count_request();
  Request request = parse_request(line);
  if (!request.valid()) co_return error(request.fault);
  switch (request.verb) {
  case Request::Verb::put:
    co_await store_.put(request.key, std::move(request.value));
    audit("put " + request.key);
    co_return ok();
  case Request::Verb::get:
    co_return found(co_await store_.get(request.key));
  case Request::Verb::del:
    store_.erase(request.key);
    audit("del " + request.key);
    co_return ok();
  case Request::Verb::expire:
    if (!co_await store_.expire(request.key, request.time)) co_return error("no such key");
    co_return ok();
  case Request::Verb::keys:
    co_return listed(co_await store_.keys(request.key));
  case Request::Verb::stat:
    co_return co_await statistics();
  case Request::Verb::metrics:
    co_return "METRICS " + std::to_string(metrics_.published());
  case Request::Verb::quit:
  case Request::Verb::unknown:
    break;
  }
  co_return error("unknown command");
}

aio::Coro<std::string> Server::statistics() {
  const Snapshot now = aio::run(store_.snapshot());
  co_return "STAT " + described(now) + " audited=" + std::to_string(audited_);
}

aio::Coro<> Server::audit(std::string what) {
  ++audited_;
  std::cout << "audit: " << what << '\n';
  co_await aio::yield_now();
}

}  // namespace legacy
