// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Serves the protocol to many clients, each by a task of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <aio/aio.h>

#include "metrics.h"
#include "socket.h"
#include "store.h"

namespace legacy {

class Server {
 public:
  Server(aio::EventLoop& loop, Store& store, Metrics& metrics);

  std::uint16_t listen(std::uint16_t port);
  void stop();

 private:
  void accept_all();
  aio::Coro<> serve(Connection connection);
  aio::Coro<std::string> answer(std::string line);
  aio::Coro<std::string> statistics();
  aio::Coro<> audit(std::string what);

  aio::EventLoop& loop_;
  Store& store_;
  Metrics& metrics_;
  Socket listener_;
  std::size_t audited_ = 0;
  std::vector<aio::Task<>> clients_;
};

}  // namespace legacy
