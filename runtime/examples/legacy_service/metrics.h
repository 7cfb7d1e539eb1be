// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A thread that keeps time and has the numbers published on the loop, where they live.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include <aio/aio.h>

namespace legacy {

class Store;

class Metrics {
 public:
  struct Options {
    std::chrono::milliseconds period{1000};
    bool flush = false;  // also have the journal written, each time
  };

  Metrics(aio::EventLoop& loop, Store& store, Options options);
  ~Metrics();

  void stop();
  // On the loop's thread.
  void count_request() { ++requests_; }
  std::size_t published() const { return published_; }

 private:
  void keep_time();
  void publish();
  void start_flush();

  aio::EventLoop& loop_;
  Store& store_;
  Options options_;
  std::size_t requests_ = 0, published_ = 0;
  std::optional<aio::Task<>> flush_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace legacy
