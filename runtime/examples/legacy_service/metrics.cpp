// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "metrics.h"

#include <iostream>

#include "store.h"

namespace legacy {

Metrics::Metrics(aio::EventLoop& loop, Store& store, Options options)
    : loop_(loop), store_(store), options_(options), thread_([this] { keep_time(); }) {}

Metrics::~Metrics() { stop(); }

void Metrics::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Metrics::keep_time() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, options_.period, [this] { return stopping_; })) {
    try {
      loop_.call_soon([this] { publish(); });
      if (options_.flush) loop_.call_soon([this] { start_flush(); });
    } catch (const std::exception& error) {
      std::cerr << "metrics: not published: " << error.what() << '\n';
      return;
    }
  }
}

void Metrics::publish() {
  if (++published_ == 1) std::cout << "metrics: " << requests_ << " requests so far\n";
}

// One at a time: the next one starts when the last one has written.
void Metrics::start_flush() {
  if (!flush_ || flush_->done()) flush_ = loop_.create_task(store_.flush());
}

}  // namespace legacy
