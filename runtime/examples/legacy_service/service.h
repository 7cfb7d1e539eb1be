// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The service: a loop, and all that lives on it. Its life is spread over the class, as it was done:
// the constructor makes the loop, run() runs it, the destructor closes it.
#pragma once

#include <memory>
#include <vector>

#include <aio/aio.h>

#include "metrics.h"
#include "options.h"
#include "server.h"
#include "store.h"

namespace legacy {

class Service {
 public:
  explicit Service(const Options& options);
  Service(const Service&) = delete;
  ~Service();

  // Opens the door; gives the port.
  std::uint16_t open();
  // Serves until SIGTERM or SIGINT.
  void run();

 private:
  aio::Coro<std::uint16_t> start();
  aio::Coro<> finish();

  Options options_;
  std::unique_ptr<aio::EventLoop> loop_;
  Store store_;
  Metrics metrics_;
  Server server_;
  std::vector<aio::Task<>> workers_;
};

}  // namespace legacy
