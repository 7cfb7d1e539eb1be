// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "server.h"

#include <iostream>
#include <sstream>
#include <utility>

namespace legacy {
namespace {

std::string describe(const Snapshot& now) {
  std::ostringstream out;
  out << "keys=" << now.keys << " bytes=" << now.bytes;
  return out.str();
}

// Also used by the administrator's command line, where no loop runs.
std::string dump(const Store& store) {
  const Snapshot now = aio::run(store.snapshot());
  return "DUMP " + describe(now);
}

}  // namespace

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
    } catch (const std::exception& error) {
      std::cerr << "server: request failed: " << error.what() << '\n';
      reply = "ERR internal";
    }
    co_await connection.write_line(std::move(reply));
  }
  co_await connection.write_line("BYE");
}

aio::Coro<std::string> Server::answer(std::string line) {
  metrics_.count_request();
  std::istringstream words(line);
  std::string verb, key, value;
  words >> verb >> key;
  std::getline(words >> std::ws, value);

  if (verb == "PUT") {
    co_await store_.put(key, value);
    audit("put " + key);
    co_return "OK";
  }
  if (verb == "GET") {
    auto found = co_await store_.get(key);
    co_return found ? "VALUE " + *found : "NONE";
  }
  if (verb == "DEL") {
    auto erased = store_.erase(key);
    co_return "OK";
  }
  if (verb == "STAT") {
    const Snapshot now = aio::run(store_.snapshot());
    co_return "STAT " + describe(now) + " audited=" + std::to_string(audited_);
  }
  if (verb == "METRICS") co_return "METRICS " + std::to_string(metrics_.published());
  if (verb == "DUMP") co_return dump(store_);
  co_return "ERR unknown command";
}

aio::Coro<> Server::audit(std::string what) {
  ++audited_;
  std::cout << "audit: " << what << '\n';
  co_await aio::yield_now();
}

}  // namespace legacy
