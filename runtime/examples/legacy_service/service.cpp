// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "service.h"

#include <csignal>
#include <iostream>

namespace legacy {

Service::Service(const Options& options)
    : options_(options), loop_(aio::new_event_loop()), store_({options.journal, options.batch, options.housekeeping}),
      metrics_(*loop_, store_, {options.metrics_period, options.flush}), server_(*loop_, store_, metrics_) {
  aio::set_event_loop(loop_.get());
  loop_->set_debug(options.debug);
  loop_->add_signal_handler(SIGTERM, [this] { loop_->stop(); });
  loop_->add_signal_handler(SIGINT, [this] { loop_->stop(); });
}

Service::~Service() {
  metrics_.stop();
  loop_->close();
}

std::uint16_t Service::open() {
  std::cout << "store: " << store_.warm_up() << " keys\n";
  return loop_->run_until_complete(start());
}

void Service::run() {
  loop_->run_forever();
  loop_->run_until_complete(finish());
}

aio::Coro<std::uint16_t> Service::start() {
  workers_.push_back(loop_->create_task(store_.journal_worker()));
  workers_.push_back(loop_->create_task(store_.housekeeper()));
  const std::uint16_t port = server_.listen(options_.port);
  std::cout << "server: listening\n";
  co_return port;
}

aio::Coro<> Service::finish() {
  server_.stop();
  co_await store_.flush();
  std::cout << "server: stopped\n";
}

}  // namespace legacy
