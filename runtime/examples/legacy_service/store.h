// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keys and values in memory, with a journal on disk that worker tasks write.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <aio/aio.h>

#include "journal.h"
#include "protocol.h"

namespace legacy {

class Store {
 public:
  struct Options {
    std::string journal;
    std::size_t batch = 64;
    std::chrono::milliseconds housekeeping{30000};
  };

  explicit Store(Options options);

  // Before the service starts: reads the journal, gives the number of keys.
  std::size_t warm_up();
  // Copies every pair into a file, gives their number; 0 when there is nothing to copy.
  std::size_t export_to(const std::string& path);

  aio::Coro<> put(std::string key, std::string value);
  aio::Coro<std::optional<std::string>> get(std::string key);
  aio::Coro<> erase(std::string key);
  aio::Coro<bool> expire(std::string key, std::chrono::milliseconds time);
  aio::Coro<std::vector<std::string>> keys(std::string prefix) const;
  aio::Coro<Snapshot> snapshot() const;

  // The workers: one writes what the journal owes, the other drops what has expired; both for ever.
  aio::Coro<> journal_worker();
  aio::Coro<> housekeeper();
  aio::Coro<> flush();

 private:
  aio::Coro<> load(std::vector<std::string> lines);
  aio::Coro<std::vector<std::string>> lines_of_pairs() const;
  void owe(std::string line);

  Options options_;
  Pairs pairs_;
  std::map<std::string, aio::TimePoint, std::less<>> deadlines_;
  std::deque<std::string> owed_;
  aio::Event something_owed_;
};

}  // namespace legacy
